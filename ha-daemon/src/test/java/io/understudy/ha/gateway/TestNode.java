package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.session.audit.Deed;
import io.understudy.session.auth.Authenticator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A gateway on a free port, with an office and a service that a test plays. */
final class TestNode implements Office, LocalService, AutoCloseable {

    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final long ANSWER_BYTES = 64L * 1024 * 1024;

    static final GatewaySettings.Hold LONG_HOLD =
            new GatewaySettings.Hold(512, 64L * 1024 * 1024, Duration.ofSeconds(60));

    final FakeCluster cluster = new FakeCluster();
    final List<Deed> deeds = new CopyOnWriteArrayList<>();
    final List<EdgeRequest> served = new CopyOnWriteArrayList<>();
    final Gateway gateway;
    private final String id;
    volatile Optional<Epoch> open = Optional.empty();
    volatile boolean holdsLock;
    volatile Service service = (request, answer) -> answer.accept(ok("served by " + this.id()));

    volatile LocalHandler local = (request, answer) -> answer.accept(Reply.json(200, Map.of("local", this.id())));

    /** What the service of this node says. */
    interface Service {
        void handle(EdgeRequest request, Consumer<ServiceAnswer> answer);
    }

    TestNode(String id) throws IOException {
        this(id, LONG_HOLD);
    }

    /** @param authenticator finds out who asks */
    TestNode(String id, Authenticator authenticator) throws IOException {
        this(id, LONG_HOLD, ATTEMPT, ANSWER_BYTES, Duration.ZERO, authenticator);
    }

    TestNode(String id, GatewaySettings.Hold hold) throws IOException {
        this(id, hold, ATTEMPT, ANSWER_BYTES, Duration.ZERO);
    }

    TestNode(String id, GatewaySettings.Hold hold, Duration attempt, long answerBytes) throws IOException {
        this(id, hold, attempt, answerBytes, Duration.ZERO);
    }

    /** @param drain how long requests may take once it stops */
    TestNode(String id, GatewaySettings.Hold hold, Duration drain) throws IOException {
        this(id, hold, ATTEMPT, ANSWER_BYTES, drain);
    }

    private TestNode(String id, GatewaySettings.Hold hold, Duration attempt, long answerBytes, Duration drain)
            throws IOException {
        this(id, hold, attempt, answerBytes, drain, Authenticator.NONE);
    }

    private TestNode(
            String id,
            GatewaySettings.Hold hold,
            Duration attempt,
            long answerBytes,
            Duration drain,
            Authenticator authenticator)
            throws IOException {
        this.id = id;
        gateway = new Gateway(
                new GatewaySettings(
                        id, "127.0.0.1", 0, URI.create("http://127.0.0.1:1"), hold, attempt, answerBytes, drain),
                new Gateway.Parts(
                        this,
                        cluster,
                        traffic -> (request, answer) -> local.handle(request, answer),
                        this,
                        request -> request.path().equals("/ui/")
                                ? Optional.of(Reply.html(200, "page of " + id))
                                : Optional.empty(),
                        authenticator,
                        deeds::add));
        gateway.start();
    }

    static ServiceAnswer.Done ok(String text) {
        return new ServiceAnswer.Done(Reply.json(200, Map.of("text", text)));
    }

    String id() {
        return id;
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    /** This node serves in term {@code epoch} and all of {@code seenBy} hear of it. */
    void takeOffice(long epoch, TestNode... seenBy) {
        holdsLock = true;
        open = Optional.of(new Epoch(epoch));
        cluster.serves(id, http(), epoch);
        for (TestNode node : seenBy) {
            node.cluster.serves(id, http(), epoch);
        }
    }

    @Override
    public Optional<Epoch> open() {
        return open;
    }

    @Override
    public boolean holdsLock() {
        return holdsLock;
    }

    @Override
    public void handle(EdgeRequest request, Consumer<ServiceAnswer> answer) {
        served.add(request);
        service.handle(request, answer);
    }

    @Override
    public void close() {
        gateway.stop();
    }
}
