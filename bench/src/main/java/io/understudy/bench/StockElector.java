package io.understudy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import org.apache.hadoop.ha.ActiveStandbyElector;
import org.apache.hadoop.ha.ActiveStandbyElector.ActiveStandbyElectorCallback;
import org.apache.zookeeper.ZooDefs;

/**
 * Hadoop's own elector in a process of its own, with nothing behind it: what a takeover is measured against. It says what it
 * becomes, a line each, and takes {@code quit} and {@code join} on its standard input.
 */
public final class StockElector implements ActiveStandbyElectorCallback {

    static final String ACTIVE = "stock elector: active";
    static final String STANDBY = "stock elector: standby";
    static final String QUIT = "quit";
    static final String JOIN = "join";

    private static final String PARENT = "/stock-electors";
    private static final int RETRIES = 3;

    private StockElector() {}

    /** Arguments: ZooKeeper's address, the session timeout in milliseconds, a name. Ends with its standard input. */
    public static void main(String[] args) throws Exception {
        ActiveStandbyElector elector = new ActiveStandbyElector(
                args[0],
                Integer.parseInt(args[1]),
                PARENT,
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                List.of(),
                new StockElector(),
                RETRIES,
                null);
        elector.ensureParentZNode();
        byte[] name = args[2].getBytes(UTF_8);
        elector.joinElection(name);
        obey(elector, name);
        System.exit(0);
    }

    private static void obey(ActiveStandbyElector elector, byte[] name) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals(QUIT)) {
                elector.quitElection(false);
            } else {
                elector.joinElection(name);
            }
        }
    }

    @Override
    public void becomeActive() {
        System.out.println(ACTIVE);
    }

    @Override
    public void becomeStandby() {
        System.out.println(STANDBY);
    }

    @Override
    public void enterNeutralMode() {}

    @Override
    public void notifyFatalError(String message) {
        System.err.println(message);
        System.exit(1);
    }

    @Override
    public void fenceOldActive(byte[] data) {}
}
