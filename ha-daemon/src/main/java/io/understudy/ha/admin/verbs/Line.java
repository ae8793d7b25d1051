package io.understudy.ha.admin.verbs;

import io.understudy.ha.admin.rpc.NobodyActiveException;
import io.understudy.ha.admin.rpc.NodeTarget;
import io.understudy.ha.admin.rpc.OutcomeUnknownException;
import io.understudy.ha.admin.rpc.PreconditionChangedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ha.HAServiceProtocol;
import org.apache.hadoop.ha.HAServiceStatus;
import org.apache.hadoop.ha.ServiceFailedException;
import org.apache.hadoop.ha.ZKFCProtocol;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.net.ConnectTimeoutException;

/** The line to one node: asks, orders, and says what an exception means. Each call has a connection of its own. */
final class Line {

    private static final int CONNECT_MS = 3_000;
    private static final int ASK_MS = 5_000;

    /** Longer than a node waits for somebody to serve. */
    private static final int ORDER_MS = 150_000;

    private final Configuration conf;
    private final NodeTarget node;

    Line(Configuration conf, NodeTarget node) {
        this.conf = new Configuration(conf);
        this.conf.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_TIMEOUT_KEY, CONNECT_MS);
        this.conf.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SOCKET_TIMEOUTS_KEY, 0);
        this.conf.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_RETRY_INTERVAL_KEY, 200);
        this.node = node;
    }

    /** Something to be asked of a node. */
    @FunctionalInterface
    interface Call<P, T> {
        T on(P protocol) throws IOException;
    }

    HAServiceStatus status() throws IOException {
        return ask(HAServiceProtocol::getServiceStatus);
    }

    void checkHealth() throws IOException {
        ask(service -> {
            service.monitorHealth();
            return true;
        });
    }

    void failOver() throws IOException {
        order(controller -> {
            controller.gracefulFailover();
            return true;
        });
    }

    void cede(Duration length) throws IOException {
        order(controller -> {
            controller.cedeActive(Math.toIntExact(length.toMillis()));
            return true;
        });
    }

    private <T> T ask(Call<HAServiceProtocol, T> call) throws IOException {
        HAServiceProtocol proxy = node.getProxy(conf, ASK_MS);
        try {
            return call.on(proxy);
        } finally {
            RPC.stopProxy(proxy);
        }
    }

    private void order(Call<ZKFCProtocol, Boolean> call) throws IOException {
        ZKFCProtocol proxy = node.getZKFCProxy(conf, ORDER_MS);
        try {
            call.on(proxy);
        } finally {
            RPC.stopProxy(proxy);
        }
    }

    /** What became of an order that ended so. Of a mere failure it is not known whether something was changed. */
    static Verdict verdict(IOException problem) {
        if (problem instanceof RemoteException told) {
            String name = told.getClassName();
            if (name.equals(OutcomeUnknownException.class.getName())) {
                return Verdict.UNKNOWN;
            } else if (name.equals(NobodyActiveException.class.getName())) {
                return Verdict.NO_ACTIVE;
            } else if (name.equals(PreconditionChangedException.class.getName())) {
                return Verdict.CHANGED;
            }
            return Verdict.REFUSED;
        }
        boolean nothingSent = problem instanceof ConnectException
                || problem instanceof ConnectTimeoutException
                || problem instanceof NoRouteToHostException
                || problem instanceof UnknownHostException;
        return nothingSent ? Verdict.UNREACHABLE : Verdict.UNKNOWN;
    }

    /** Whether a controller says that it did not succeed, and not what it had done by then. */
    static boolean isMereFailure(IOException problem) {
        return problem instanceof RemoteException told
                && told.getClassName().equals(ServiceFailedException.class.getName());
    }

    /** The first line of what was said: behind it there may be a stack trace of another process. */
    static String said(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return message.lines().findFirst().orElse(message).replaceFirst("; For more details see:.*", "");
    }
}
