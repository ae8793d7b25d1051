package io.understudy.ha;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.LocalService;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.gateway.ServiceAnswer;
import io.understudy.session.http.ApiAnswer;
import io.understudy.session.http.ApiRequest;
import io.understudy.session.http.BatchApi;
import java.util.function.Consumer;

/** The session service's face to HTTP as what stands behind the gateway. */
record LocalBatches(BatchApi api) implements LocalService {

    @Override
    public void handle(EdgeRequest request, Consumer<ServiceAnswer> answer) {
        api.handle(
                new ApiRequest(
                        request.method(),
                        request.path(),
                        request.query(),
                        request.headers(),
                        request.body(),
                        request.caller().user(),
                        request.caller().origin(),
                        request.key()),
                said -> answer.accept(translate(said)));
    }

    private static ServiceAnswer translate(ApiAnswer said) {
        if (said instanceof ApiAnswer.Done done) {
            return new ServiceAnswer.Done(new Reply(done.status(), done.headers(), done.body()));
        }
        return said instanceof ApiAnswer.Unknown unknown
                ? new ServiceAnswer.Unknown(unknown.why())
                : new ServiceAnswer.NotServing(((ApiAnswer.NotServing) said).why());
    }
}
