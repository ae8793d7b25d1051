package io.understudy.acceptance;

import io.understudy.ha.Backend;
import io.understudy.ha.DaemonProcess;
import java.nio.file.Path;

/** The daemon with fail points around the store of its sessions and around YARN. Wired as HaDaemon wires itself. */
public final class FailingDaemon {

    private FailingDaemon() {}

    /** Runs the daemon; the property {@code understudy.fail-point} names the file that arms a point. */
    public static void main(String[] args) {
        FailPoints points = new FailPoints(Path.of(System.getProperty("understudy.fail-point")));
        DaemonProcess.run(args, config -> {
            Backend real = Backend.ofYarn(config);
            return new Backend(
                    new FailingCluster(real.cluster(), points),
                    real.submitter(),
                    store -> new FailingStore(real.stores().apply(store), points),
                    real.rules());
        });
    }
}
