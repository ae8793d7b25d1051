package io.understudy.session.http;

import io.understudy.session.IdempotencyKey;
import io.understudy.session.Order;
import io.understudy.session.Permit;
import io.understudy.session.RequestRules;
import io.understudy.session.audit.AuditLog;
import io.understudy.session.service.Reply;
import io.understudy.session.service.Sessions;
import io.understudy.session.ui.BatchPage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Livy's {@code /batches}, and what little there is beside it, on the use cases of sessions. Keeps no state. */
public final class LivyApi implements BatchApi {

    private static final Logger LOG = LoggerFactory.getLogger(LivyApi.class);

    private final Sessions sessions;
    private final Intake intake;
    private final Access access;
    private final Fixed fixed;
    private final Trail trail;
    private final Executor renderer;

    /** An API that is open to everybody, and writes nothing down. */
    public LivyApi(Sessions sessions, RequestRules rules, String version, Executor renderer) {
        this(sessions, rules, Access.OPEN, AuditLog.NONE, version, renderer);
    }

    /**
     * @param sessions the use cases
     * @param rules what a request must keep to
     * @param access who gets at it
     * @param audit where it is written down who did what
     * @param version of this build
     * @param renderer where answers are built: not on the sessions' loop
     */
    public LivyApi(
            Sessions sessions, RequestRules rules, Access access, AuditLog audit, String version, Executor renderer) {
        this.sessions = sessions;
        this.access = access;
        this.intake = new Intake(rules);
        this.trail = new Trail(audit);
        this.fixed = new Fixed(version);
        this.renderer = renderer;
    }

    @Override
    public void handle(ApiRequest request, Consumer<ApiAnswer> answer) {
        try {
            access.admit(request);
            Route route = Route.of(request.path());
            if (!route.allows(request.method())) {
                throw new Refusal(
                        405, request.method() + " is not for " + request.path() + ".", Map.of("Allow", route.allow()));
            }
            LivyVersions.check(request);
            Query query = Query.parse(request.query());
            dispatch(route, new Exchange(request, query, access.permit(request, query), Map.of(), answer));
        } catch (Refusal refusal) {
            trail.note(request, Map.of(), refusal.answer());
            answer.accept(Finish.of(request, refusal.answer()));
        } catch (RuntimeException fault) {
            answer.accept(fault(request, fault));
        }
    }

    /** A fault of ours. It is logged with what a person needs to find it; the client hears no more than that. */
    private static ApiAnswer fault(ApiRequest request, RuntimeException fault) {
        LOG.error("{} {} could not be answered", request.method(), request.path(), fault);
        return Json.message(500, "This request met a fault of the service. Its log says more.");
    }

    private void dispatch(Route route, Exchange exchange) throws Refusal {
        if (route instanceof Route.Batches) {
            batches(exchange);
        } else if (route instanceof Route.Batch batch) {
            batch(batch.idOrName(), exchange.about(Map.of("batch", batch.idOrName())));
        } else if (route instanceof Route.State state) {
            sessions.get(state.idOrName(), render(exchange, reading -> Answers.state(state.idOrName(), reading)));
        } else if (route instanceof Route.Log log) {
            sessions.log(
                    log.idOrName(),
                    exchange.query().integer(QueryParameter.FROM),
                    exchange.query().integer(QueryParameter.SIZE),
                    exchange.permit()::mayView,
                    render(exchange, reading -> Answers.log(log.idOrName(), reading)));
        } else if (route instanceof Route.Page) {
            page(exchange);
        } else {
            ApiAnswer said = fixed.answer(route, exchange.request());
            exchange.answer().accept(Finish.of(exchange.request(), said));
        }
    }

    private void batches(Exchange exchange) throws Refusal {
        ApiRequest request = exchange.request();
        Disclosure shown = exchange.disclosure();
        if (request.method().equals("POST")) {
            Order order = intake.order(
                    request.body(), exchange.permit(), exchange.query().text(QueryParameter.DO_AS), key(request));
            sessions.create(order, render(exchange.about(facts(order)), creation -> Answers.created(creation, shown)));
        } else {
            ListQuery wanted = ListQuery.of(exchange.query());
            sessions.list(
                    wanted.filter(),
                    wanted.from(),
                    wanted.size(),
                    render(exchange, listing -> Answers.list(listing, shown)));
        }
    }

    private void batch(String idOrName, Exchange exchange) throws Refusal {
        ApiRequest request = exchange.request();
        if (request.method().equals("DELETE")) {
            sessions.delete(
                    idOrName,
                    key(request),
                    exchange.permit()::mayModify,
                    render(exchange, removal -> Answers.removed(idOrName, removal)));
        } else {
            Disclosure shown = exchange.disclosure();
            sessions.get(idOrName, render(exchange, reading -> Answers.batch(idOrName, reading, shown)));
        }
    }

    private static Map<String, String> facts(Order order) {
        Map<String, String> facts = new LinkedHashMap<>();
        order.request().name().ifPresent(name -> facts.put("name", name));
        order.proxyUser().ifPresent(user -> facts.put("as", user));
        return facts;
    }

    /** Asks how many batches there are, then for the last of them. */
    private void page(Exchange exchange) {
        sessions.list(0, 0, counted -> {
            int total = counted.result() instanceof Sessions.Page page ? page.total() : 0;
            sessions.list(Math.max(0, total - BatchPage.SHOWN), BatchPage.SHOWN, render(exchange, Answers::page));
        });
    }

    private static IdempotencyKey key(ApiRequest request) throws Refusal {
        String text = request.key().orElseGet(() -> UUID.randomUUID().toString());
        if (!IdempotencyKey.isValid(text)) {
            throw new Refusal(400, "Idempotency-Key must have 1 to 128 printable ASCII characters.");
        }
        return new IdempotencyKey(request.user(), text);
    }

    /** Builds the answer away from the loop, whole; only then the gate says whether it may go out. */
    private <T> Consumer<Reply<T>> render(Exchange exchange, Function<T, ApiAnswer> build) {
        return reply -> renderer.execute(() -> {
            ApiAnswer built = build(exchange.request(), () -> build.apply(reply.result()));
            trail.note(exchange.request(), exchange.about(), built);
            boolean stale = built instanceof ApiAnswer.Done && !reply.gate().isOpen();
            exchange.answer().accept(stale ? new ApiAnswer.NotServing("This node is no longer in office.") : built);
        });
    }

    private static ApiAnswer build(ApiRequest request, Supplier<ApiAnswer> answer) {
        try {
            return Finish.of(request, answer.get());
        } catch (RuntimeException fault) {
            return fault(request, fault);
        }
    }

    /**
     * A request under way.
     *
     * @param about what it is about, for the audit log
     */
    private record Exchange(
            ApiRequest request, Query query, Permit permit, Map<String, String> about, Consumer<ApiAnswer> answer) {

        Exchange about(Map<String, String> facts) {
            return new Exchange(request, query, permit, facts, answer);
        }

        Disclosure disclosure() {
            return new Disclosure(query.isTrue(QueryParameter.DETAIL), permit);
        }
    }
}
