package io.understudy.ha.gateway;

import io.understudy.ha.node.ClusterView;
import io.understudy.session.audit.AuditLog;
import io.understudy.session.auth.Authenticator;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP edge of this node: its one port. Started and stopped once. */
public final class Gateway implements Traffic {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** A batch's name may have any character: paths are passed on and read as they came, nothing in them is decoded here. */
    private static final UriCompliance UNDECODED = UriCompliance.RFC3986.with(
            "UNDECODED",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER);

    private static final int THREADS = 64;
    private static final int CONNECTIONS = 4096;
    private static final long IDLE_MILLIS = 60_000;

    /** How late it may be noticed that a request's time is up. */
    private static final Duration LATENESS = Duration.ofMillis(100);

    private final GatewaySettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final Forwarder forwarder;
    private final Attendance attendance;
    private final Hold hold;
    private final Tally tally = new Tally();
    private final ActiveLink link;
    private final Reachability reachability;
    private final ScheduledExecutorService loop;
    private final LocalHandler local;
    private volatile boolean stopping;

    /**
     * The parts of a node that its gateway works with.
     *
     * @param local makes what answers for this node alone, whoever is active
     * @param service answers while this node is in office
     * @param pages shown while this node is in office
     * @param audit where it is written whom this edge turned away
     */
    public record Parts(
            Office office,
            ClusterView cluster,
            Function<Traffic, LocalHandler> local,
            LocalService service,
            Pages pages,
            Authenticator authenticator,
            AuditLog audit) {}

    public Gateway(GatewaySettings settings, Parts parts) {
        this.settings = settings;
        loop = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-hold");
            thread.setDaemon(true);
            return thread;
        });
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 8);
        threads.setName("gateway");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = new WatchedConnector(server, new HttpConnectionFactory(httpConfiguration()));
        forwarder = new Forwarder(settings.patience(), new AnswerMemory(settings.answerBytes()), System::nanoTime);
        MarkSigner signer = new MarkSigner(() -> parts.cluster().secret());
        Avoidance avoidance = new Avoidance(System::nanoTime, new SecureRandom());
        reachability = new Reachability(
                parts.office(),
                parts.cluster(),
                active -> !active.node().equals(settings.node()) && !avoidance.avoids(active),
                forwarder::ask,
                System::nanoTime);
        link = new ActiveLink(settings.node(), parts.cluster(), signer, forwarder, avoidance, reachability);
        hold = new Hold(settings.hold(), loop, System::nanoTime);
        Exchange.Desk desk = new Exchange.Desk(
                settings.node(),
                parts.office(),
                pagesFirst(parts),
                link,
                hold,
                tally,
                threads,
                System::nanoTime,
                settings.hold().time(),
                settings.patience());
        local = parts.local().apply(this);
        attendance = new Attendance(new GatewayHandler(
                desk,
                new Intake(settings.node(), parts.authenticator()),
                signer,
                local,
                new PageDoor(settings.node(), link),
                parts.audit()));
        server.setHandler(attendance);
        server.setErrorHandler(new JsonErrors(settings.node()));
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        parts.cluster().onChange(this::changed);
    }

    /**
     * Opens the port.
     *
     * @throws IOException if it cannot be bound, with a sentence that says what to do
     */
    public void start() throws IOException {
        connector.setHost(settings.bind());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS + settings.patience().toMillis());
        connector.setAcceptQueueSize(1024);
        // A connection that is told to go quickly would take the request that waits on it along.
        connector.setShutdownIdleTimeout(connector.getIdleTimeout());
        try {
            forwarder.start();
            server.start();
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + settings.bind() + ":" + settings.port() + ": " + e.getMessage()
                            + ". Stop what uses the port, or change ha.http.address." + settings.node() + ".",
                    e);
        } catch (Exception e) {
            throw new IOException("the HTTP server did not start: " + e.getMessage(), e);
        }
        forwarder.warm(settings.advertised());
        every(Reachability.INTERVAL, reachability::look);
        every(LATENESS, forwarder::abandonLate);
    }

    private void every(Duration time, Runnable task) {
        var unused = loop.scheduleWithFixedDelay(task, 0, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Says that this node is about to stop; it goes on answering, and each answer ends its connection. */
    public void announceStop() {
        stopping = true;
        attendance.beginToClose();
    }

    /**
     * Waits for the requests that are here, then closes the port, waits for those that came meanwhile, and ends. Waits a
     * bounded time in all.
     */
    public void stop() {
        announceStop();
        long end = System.nanoTime() + settings.drain().toNanos();
        await(attendance.presentGone(), end);
        var unused = connector.shutdown();
        await(attendance.presentGone(), end);
        LifeCycle.stop(server);
        forwarder.stop();
        loop.shutdownNow();
    }

    private static void await(Future<Void> gone, long end) {
        try {
            gone.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("Requests were still here when the time to stop was over; their connections break.");
        }
    }

    /** The port in use. */
    public int port() {
        return connector.getLocalPort();
    }

    /** What answers for this node alone, also to those who do not come by HTTP. */
    public LocalHandler local() {
        return local;
    }

    /** Something has changed in this node or in the cluster: looks at once who can go on. Any thread may call. */
    public void changed() {
        link.changed();
        reachability.look();
        hold.wake();
    }

    @Override
    public int held() {
        return hold.size();
    }

    @Override
    public int forwarding() {
        return forwarder.underWay();
    }

    @Override
    public Counts counts() {
        return tally.counts();
    }

    @Override
    public Answers answers() {
        return tally.answers();
    }

    @Override
    public double holdFill() {
        return hold.fill();
    }

    @Override
    public boolean isHoldFull() {
        return hold.isFull();
    }

    @Override
    public Duration withoutActive() {
        return reachability.withoutActive();
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public void fetch(URI address, Duration limit, Consumer<Optional<Reply>> reply) {
        forwarder.fetch(address, limit, reply);
    }

    private static HttpConfiguration httpConfiguration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(16 * 1024);
        http.setResponseHeaderSize(32 * 1024);
        http.setRelativeRedirectAllowed(true);
        http.setUriCompliance(UNDECODED);
        return http;
    }

    /** Makes connections that can be watched. */
    private static final class WatchedConnector extends ServerConnector {

        WatchedConnector(Server server, HttpConnectionFactory http) {
            super(server, new ResumingInPlace(server.getThreadPool()), null, null, 1, 1, http);
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            SocketChannelEndPoint endPoint = new WatchedEndPoint(channel, selector, key, getScheduler(), getExecutor());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }
    }

    /** Pages answer for themselves, whatever the client accepts; the service has the rest. */
    private static LocalService pagesFirst(Parts parts) {
        return (request, answer) -> {
            boolean page = request.isRead() && RequestKind.isUi(request.path());
            Optional<Reply> found = page ? parts.pages().page(request) : Optional.empty();
            found.ifPresentOrElse(
                    reply -> answer.accept(new ServiceAnswer.Done(reply)),
                    () -> parts.service().handle(request, answer));
        };
    }
}
