package io.understudy.ha.gateway;

import io.understudy.ha.node.ClusterView;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP edge of this node: its one port. Started and stopped once. */
public final class Gateway {

    private static final int THREADS = 64;
    private static final long IDLE_MILLIS = 60_000;

    private final GatewaySettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final Forwarder forwarder;
    private final Hold hold;
    private final ActiveLink link;
    private final ScheduledExecutorService loop;

    /**
     * The parts of a node that its gateway works with.
     *
     * @param local answers what every node answers by itself
     * @param service answers while this node is in office
     * @param pages shown while this node is in office
     */
    public record Parts(
            Office office,
            ClusterView cluster,
            LocalHandler local,
            LocalService service,
            Pages pages,
            Authenticator authenticator) {}

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
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(httpConfiguration()));
        forwarder = new Forwarder(settings.hold().time());
        MarkSigner signer = new MarkSigner(() -> parts.cluster().secret());
        Avoidance avoidance = new Avoidance(System::nanoTime, new SecureRandom());
        link = new ActiveLink(settings.node(), parts.cluster(), signer, forwarder, avoidance);
        hold = new Hold(settings.hold(), loop, System::nanoTime);
        Exchange.Desk desk = new Exchange.Desk(
                settings.node(),
                parts.office(),
                pagesFirst(parts),
                link,
                hold,
                threads,
                System::nanoTime,
                settings.hold().time());
        server.setHandler(new GatewayHandler(
                desk,
                new Intake(settings.node(), parts.authenticator()),
                signer,
                parts.local(),
                new PageDoor(settings.node(), parts.office(), link, parts.pages())));
        server.setErrorHandler(new JsonErrors(settings.node()));
        server.addConnector(connector);
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
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(1024);
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
    }

    /** Closes the port. What still waits or is under way ends without an answer. */
    public void stop() {
        LifeCycle.stop(server);
        forwarder.stop();
        loop.shutdownNow();
    }

    /** The port in use. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Something has changed in this node or in the cluster: looks at once who can go on. Any thread may call. */
    public void changed() {
        link.changed();
        hold.wake();
    }

    /** How many requests wait. */
    public int held() {
        return hold.size();
    }

    /** How many requests are under way to another node. */
    public int forwarding() {
        return forwarder.underWay();
    }

    /** Whether one more request would be turned away. */
    public boolean isHoldFull() {
        return hold.isFull();
    }

    private static HttpConfiguration httpConfiguration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(16 * 1024);
        http.setResponseHeaderSize(32 * 1024);
        http.setRelativeRedirectAllowed(true);
        return http;
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
