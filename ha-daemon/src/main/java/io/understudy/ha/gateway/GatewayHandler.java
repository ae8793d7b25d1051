package io.understudy.ha.gateway;

import io.understudy.ha.gateway.BodyReader.Body;
import io.understudy.session.audit.AuditLog;
import io.understudy.session.audit.Deed;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front of the gateway: tells the kind of a request, checks what must be checked before its body is read. */
final class GatewayHandler extends Handler.Abstract.NonBlocking {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);

    private final Exchange.Desk desk;
    private final Intake intake;
    private final MarkSigner signer;
    private final LocalHandler local;
    private final PageDoor pages;
    private final AuditLog audit;

    GatewayHandler(
            Exchange.Desk desk, Intake intake, MarkSigner signer, LocalHandler local, PageDoor pages, AuditLog audit) {
        this.desk = desk;
        this.intake = intake;
        this.signer = signer;
        this.local = local;
        this.pages = pages;
        this.audit = audit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Outlet outlet = new Outlet(response, callback, desk.self());
        Optional<String> broken = Intake.brokenPart(request);
        if (broken.isPresent()) {
            outlet.send(Reply.message(400, "The " + broken.get() + " has a broken percent escape."));
            return true;
        }
        if (Intake.looksLikeHost(Intake.path(request))) {
            outlet.send(Reply.message(404, "There is nothing at " + Intake.path(request) + "."));
            return true;
        }
        HttpField accept = request.getHeaders().getField("Accept");
        String accepted = accept == null || accept.getValue() == null ? "" : accept.getValue();
        RequestKind kind = RequestKind.of(request.getMethod(), Intake.path(request), accepted);
        if (kind == RequestKind.LOCAL && EdgeRequest.isRead(request.getMethod())) {
            take(request, Optional.empty(), Caller.NOBODY, outlet, taken -> local.handle(taken, outlet::send));
        } else if (kind == RequestKind.LOCAL) {
            admit(request, outlet, taken -> local.handle(taken, outlet::send));
        } else if (kind == RequestKind.PAGE && desk.office().open().isEmpty()) {
            admit(request, outlet, taken -> outlet.send(pages.answer(taken)));
        } else {
            service(request, outlet);
        }
        return true;
    }

    /** Takes in a client's request if it may come in. */
    private void admit(Request request, Outlet outlet, Consumer<EdgeRequest> next) {
        Entry entry = intake.entry(request);
        if (entry instanceof Entry.Granted granted) {
            take(request, Optional.empty(), granted.caller(), outlet, next);
        } else if (entry instanceof Entry.Denied denied) {
            turnAway(request, outlet, denied.reply());
        }
    }

    /** Refuses a request of which nobody else hears. */
    private void turnAway(Request request, Outlet outlet, Reply reply) {
        audit.write(new Deed(
                Optional.empty(),
                intake.origin(request),
                request.getMethod(),
                Intake.path(request),
                Map.of(),
                Integer.toString(reply.status())));
        outlet.send(reply);
    }

    private void service(Request request, Outlet outlet) {
        String header = request.getHeaders().get(Mark.HEADER);
        if (header == null) {
            Optional<String> key =
                    EdgeRequest.isRead(request.getMethod()) ? Optional.empty() : Intake.givenKey(request);
            if (key.isPresent() && !Intake.isKey(key.get())) {
                outlet.send(Reply.message(400, "Idempotency-Key must have 1 to 128 printable ASCII characters."));
                return;
            }
            admit(request, outlet, taken -> exchange(request, taken, Optional.empty(), outlet));
            return;
        }
        Optional<Mark> mark = signer.verify(header, request.getMethod(), Intake.target(request));
        if (mark.isEmpty()) {
            turnAway(request, outlet, Reply.message(403, Mark.HEADER + " is not signed by a node of this cluster."));
        } else if (isMisdirected(mark.get())) {
            outlet.send(Refusal.misdirected());
        } else {
            Caller caller = mark.get().caller();
            take(request, mark, caller, outlet, taken -> exchange(request, taken, mark, outlet));
        }
    }

    private boolean isMisdirected(Mark mark) {
        return Route.ofMarked(mark.epoch(), desk.office().open(), desk.office().holdsLock())
                instanceof Route.Misdirected;
    }

    private void exchange(Request request, EdgeRequest taken, Optional<Mark> mark, Outlet outlet) {
        Exchange exchange = new Exchange(desk, taken, mark, Intake.patience(request), outlet);
        exchange.guarded(exchange::proceed);
    }

    /** Takes in the whole request. Jetty answers {@code Expect: 100-continue} when the body is asked for. */
    private void take(Request request, Optional<Mark> mark, Caller caller, Outlet outlet, Consumer<EdgeRequest> next) {
        if (request.getLength() > Intake.MAX_BODY_BYTES && request.getHeaders().contains("Expect")) {
            outlet.send(tooLong());
            return;
        }
        new BodyReader(request, Intake.MAX_BODY_BYTES, body -> {
                    if (body instanceof Body.Whole whole) {
                        guarded(() -> next.accept(intake.request(request, mark, caller, whole.bytes())), outlet);
                    } else if (body instanceof Body.Longer) {
                        new Discard(request, () -> outlet.send(tooLong())).run();
                    } else {
                        outlet.drop();
                    }
                })
                .run();
    }

    /** In the words of the service, which has the same limit. */
    private static Reply tooLong() {
        return Reply.message(
                413,
                "The request is longer than " + Intake.MAX_BODY_BYTES / 1024
                        + " KiB. Put long arguments into a file and name it in 'files'.");
    }

    /** A fault of ours is not the client's: it is told to come back, and the log has the trace. */
    private void guarded(Runnable work, Outlet outlet) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("A request failed inside this node", e);
            outlet.send(Reply.message(503, "This node failed to answer; its log says why.")
                    .with("Retry-After", "5"));
        }
    }
}
