package io.understudy.bench;

import java.net.URI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The peer of the gateway: Jetty's own {@link ProxyHandler.Reverse} in front of one node, as it comes. */
final class ReverseProxy {

    /** What it says when it listens; the port follows. */
    static final String LISTENS = "listens on ";

    private ReverseProxy() {}

    /**
     * Runs it until the process is killed.
     *
     * @param args the node's address
     */
    public static void main(String[] args) throws Exception {
        URI node = URI.create(args[0]);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new ProxyHandler.Reverse("http://[^/]+(/.*)", node + "$1"));
        server.start();
        System.out.println(LISTENS + connector.getLocalPort());
        server.join();
    }
}
