package io.understudy.session.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.understudy.session.Application;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.LogPage;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StateChange;
import io.understudy.session.service.Sessions;
import io.understudy.session.service.View;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Sessions as Livy writes them: exactly its keys, in its order, nulls present. */
final class BatchJson {

    private BatchJson() {}

    /**
     * One batch.
     *
     * @param shown how much of it; with all detail there is one more key, {@code detail}
     */
    static void batch(JsonGenerator json, View view, Disclosure shown) throws IOException {
        Session session = view.session();
        json.writeStartObject();
        json.writeNumberField("id", session.id().number());
        Values.field(json, "name", session.name());
        Values.field(json, "owner", session.order().owner());
        Values.field(json, "proxyUser", session.order().proxyUser());
        Values.field(json, "state", session.state().shown());
        Values.field(json, "appId", session.applicationId());
        json.writeObjectFieldStart("appInfo");
        Values.field(json, "driverLogUrl", driver(session).flatMap(BatchJson::logUrl));
        Values.field(json, "sparkUiUrl", session.application().flatMap(Application::trackingUrl));
        Values.field(json, "executorLogUrls", null);
        json.writeEndObject();
        Values.field(json, "log", shown.log(view));
        if (shown.hasDetail(session)) {
            detail(json, session);
        }
        json.writeEndObject();
    }

    static void page(JsonGenerator json, Sessions.Page page, Disclosure shown) throws IOException {
        json.writeStartObject();
        json.writeNumberField("from", page.from());
        json.writeNumberField("total", page.total());
        json.writeArrayFieldStart("sessions");
        for (View view : page.views()) {
            batch(json, view, shown);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void state(JsonGenerator json, Session session) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", session.id().number());
        json.writeStringField("state", session.state().shown());
        json.writeEndObject();
    }

    static void log(JsonGenerator json, SessionId id, LogPage page) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id.number());
        json.writeNumberField("from", page.from());
        json.writeNumberField("total", page.total());
        Values.field(json, "log", page.lines());
        json.writeEndObject();
    }

    private static void detail(JsonGenerator json, Session session) throws IOException {
        StateChange first = session.history().get(0);
        json.writeObjectFieldStart("detail");
        Values.field(json, "kind", session.order().request().kind().label());
        Values.field(json, "request", session.order().request().fields());
        Values.field(json, "queue", session.order().request().queue());
        Values.field(json, "created", session.times().created());
        Values.field(json, "started", session.times().started());
        Values.field(json, "finished", session.times().finished());
        Values.field(
                json, "diagnostics", Optional.of(session.diagnostics().text()).filter(text -> !text.isEmpty()));
        Values.field(json, "ending", session.ending().map(ending -> ending.label()));
        Values.field(json, "epoch", first.stamp().epoch().number());
        Values.field(json, "node", first.stamp().node());
        Values.field(json, "tag", session.tag());
        Values.field(json, "driverContainer", driver(session).map(Driver::container));
        history(json, session.history());
        json.writeEndObject();
    }

    private static void history(JsonGenerator json, List<StateChange> history) throws IOException {
        json.writeArrayFieldStart("history");
        for (StateChange change : history) {
            json.writeStartObject();
            Values.field(json, "state", change.state().label());
            Values.field(json, "time", change.stamp().time());
            Values.field(json, "node", change.stamp().node());
            Values.field(json, "epoch", change.stamp().epoch().number());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Optional<Driver> driver(Session session) {
        return session.application().flatMap(Application::driver);
    }

    /** Empty if YARN was asked too late to say on which node the driver ran. */
    private static Optional<String> logUrl(Driver driver) {
        return driver.web().map(web -> web + "/node/containerlogs/" + driver.container() + "/" + driver.user());
    }
}
