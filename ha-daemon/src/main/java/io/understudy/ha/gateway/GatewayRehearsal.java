package io.understudy.ha.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView;
import io.understudy.session.audit.AuditLog;
import io.understudy.session.auth.Authenticator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A takeover as two gateways see it, in front of nobody and on ports of their own that only this machine can reach: requests
 * are held, released, forwarded and answered. What the first requests after a takeover need is then loaded and partly
 * compiled.
 */
public final class GatewayRehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayRehearsal.class);
    private static final String EDGE = "rehearsal-edge";
    private static final String ACTIVE = "rehearsal-active";
    private static final Epoch EPOCH = new Epoch(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TOGETHER = 32;
    private static final int ROUNDS = 25;
    private static final Reply ANSWER =
            new Reply(200, Map.of("Content-Type", "application/json"), "{\"id\":0}".getBytes(UTF_8));

    private final Scene scene = new Scene();
    private final Gateway edge = gateway(EDGE, new Backstage(Optional.empty()));
    private final Gateway active = gateway(ACTIVE, new Backstage(Optional.of(EPOCH)));
    private final AtomicInteger answered = new AtomicInteger();

    private GatewayRehearsal() {}

    /**
     * Plays it, within a second or two of one processor's time, and leaves nothing behind. What goes wrong in it is logged:
     * the first answers after a takeover are slower then.
     *
     * @return how many requests were answered with a success
     */
    public static int play() {
        GatewayRehearsal rehearsal = new GatewayRehearsal();
        try {
            rehearsal.edge.start();
            rehearsal.active.start();
            rehearsal.takeOver();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The rehearsal of requests in a takeover broke off", e);
        } finally {
            rehearsal.active.stop();
            rehearsal.edge.stop();
        }
        return rehearsal.answered.get();
    }

    /** How many requests are made. */
    static int requests() {
        return TOGETHER * (1 + ROUNDS);
    }

    private void takeOver() {
        CompletableFuture<Void> held = askTogether();
        scene.raise(URI.create("http://127.0.0.1:" + active.port()));
        await(held);
        for (int round = 0; round < ROUNDS; round++) {
            await(askTogether());
        }
    }

    private CompletableFuture<Void> askTogether() {
        URI batch = URI.create("http://127.0.0.1:" + edge.port() + "/batches/0");
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            CompletableFuture<Void> one = new CompletableFuture<>();
            all.add(one);
            active.fetch(batch, LIMIT, reply -> {
                if (reply.filter(answer -> answer.status() == 200).isPresent()) {
                    answered.incrementAndGet();
                }
                one.complete(null);
            });
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    private static void await(CompletableFuture<Void> all) {
        all.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private Gateway gateway(String node, Office office) {
        return new Gateway(
                new GatewaySettings(
                        node,
                        "127.0.0.1",
                        0,
                        URI.create("http://127.0.0.1:1"),
                        GatewaySettings.Hold.DEFAULTS,
                        LIMIT,
                        1 << 20,
                        Duration.ZERO),
                new Gateway.Parts(
                        office,
                        scene,
                        traffic -> (request, answer) -> answer.accept(ANSWER),
                        (request, answer) -> answer.accept(new ServiceAnswer.Done(ANSWER)),
                        request -> Optional.empty(),
                        Authenticator.NONE,
                        AuditLog.NONE));
    }

    /** A node that is in office, or is not. */
    private record Backstage(Optional<Epoch> open) implements Office {

        @Override
        public boolean holdsLock() {
            return open.isPresent();
        }
    }

    /** A cluster of two, in which nobody serves at first. */
    private static final class Scene implements ClusterView {

        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile Optional<ActiveNode> active = Optional.empty();

        void raise(URI http) {
            active = Optional.of(new ActiveNode(ACTIVE, http, EPOCH, Instant.EPOCH));
            listeners.forEach(Runnable::run);
        }

        @Override
        public Optional<ActiveNode> active() {
            return active;
        }

        @Override
        public List<Member> members() {
            return List.of();
        }

        @Override
        public String zookeeper() {
            return "connected";
        }

        @Override
        public Epoch epoch() {
            return EPOCH;
        }

        @Override
        public Optional<String> leader() {
            return active.map(ActiveNode::node);
        }

        @Override
        public OptionalInt storeFormat() {
            return OptionalInt.empty();
        }

        @Override
        public Optional<byte[]> secret() {
            return Optional.of(ACTIVE.getBytes(UTF_8));
        }

        @Override
        public void onChange(Runnable listener) {
            listeners.add(listener);
        }
    }
}
