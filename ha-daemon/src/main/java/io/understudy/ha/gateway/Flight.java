package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.BodyReader.Body;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/** One forwarded request under way. It replies exactly once; an answer that has been passed on is never taken back. */
final class Flight {

    private final Request request;
    private final Epoch epoch;
    private final long deadline;
    private final AnswerMemory.Share memory;
    private final Consumer<Upstream> reply;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private volatile boolean begun;

    private enum Phase {
        WAITING,
        ABANDONED,
        REPLIED
    }

    /**
     * @param epoch of the term that it is meant for
     * @param deadline until when an answer must have come, or have begun if it is a long one
     * @param memory for the answer
     */
    Flight(Request request, Epoch epoch, long deadline, AnswerMemory.Share memory, Consumer<Upstream> reply) {
        this.request = request;
        this.epoch = epoch;
        this.deadline = deadline;
        this.memory = memory;
        this.reply = reply;
    }

    /** @param landed run when nothing more comes, before any reply that tells of a failure */
    void send(Runnable landed) {
        request.onRequestBegin(r -> begun = true)
                .onResponseContentSource(this::read)
                .send(result -> {
                    landed.run();
                    end(result);
                });
    }

    /** Waits no longer if it is for a term before {@code now}. */
    void abandonBefore(Epoch now) {
        if (epoch.isBefore(now)) {
            abandon(new IllegalStateException("another node is active now"));
        }
    }

    /** Waits no longer if its time is up. */
    void abandonIfLate(long nanoTime) {
        if (nanoTime - deadline >= 0) {
            abandon(new RejectedExecutionException("its time was up before it could be sent"));
        }
    }

    /** What is being passed on already goes on. */
    private void abandon(Exception why) {
        if (phase.compareAndSet(Phase.WAITING, Phase.ABANDONED)) {
            CompletableFuture<Boolean> unused = request.abort(why);
        }
    }

    private void read(Response response, Content.Source source) {
        Upstream.Head head = head(response);
        new BodyReader(source, Forwarder.WHOLE_ANSWER_BYTES, memory::take, body -> {
                    if (body instanceof Body.Whole whole) {
                        answered(answer(head, whole.bytes()));
                    } else if (body instanceof Body.Longer longer) {
                        answered(new Upstream.Streaming(head, longer.begin(), source, memory));
                    } else if (body instanceof Body.Broken broken) {
                        failed(broken.why());
                    }
                })
                .run();
    }

    private void end(Result result) {
        if (result.isFailed()) {
            failed(result.getFailure());
        } else if (phase.get() != Phase.REPLIED) {
            answered(answer(head(result.getResponse()), new byte[0]));
            failed(new IllegalStateException("nobody waited for the answer any longer"));
        }
    }

    private Upstream answer(Upstream.Head head, byte[] body) {
        return new Upstream.Answered(head, new Reply(head.status(), head.headers(), body), memory);
    }

    private void answered(Upstream upstream) {
        if (phase.compareAndSet(Phase.WAITING, Phase.REPLIED)) {
            reply.accept(upstream);
        }
    }

    private void failed(Throwable why) {
        if (phase.getAndSet(Phase.REPLIED) == Phase.REPLIED) {
            return;
        }
        memory.giveBack();
        String text = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        if (begun) {
            reply.accept(new Upstream.Broken(text));
        } else if (why instanceof RejectedExecutionException) {
            reply.accept(new Upstream.TurnedAway(text));
        } else {
            reply.accept(new Upstream.NotProcessed(text));
        }
    }

    /** The length of an answer to HEAD has no body to be counted from. */
    private Map<String, String> headers(Response response) {
        Map<String, String> headers = EndToEnd.ofAnswer(response.getHeaders());
        String length = response.getHeaders().get(HttpHeader.CONTENT_LENGTH);
        if (request.getMethod().equals("HEAD") && length != null) {
            headers.put("Content-Length", length);
        }
        return headers;
    }

    private Upstream.Head head(Response response) {
        HttpFields fields = response.getHeaders();
        HttpField epochField = fields.getField("X-HA-Epoch");
        HttpField nodeField = fields.getField("X-HA-Node");
        return new Upstream.Head(
                response.getStatus(),
                epochField == null ? -1 : epochField.getLongValue(),
                nodeField == null || nodeField.getValue() == null ? "" : nodeField.getValue(),
                fields.contains("X-HA-Outcome"),
                headers(response));
    }
}
