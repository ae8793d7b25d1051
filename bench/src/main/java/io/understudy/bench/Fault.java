package io.understudy.bench;

import java.io.IOException;

/** What happens to the active, as {@code --fault} names it. */
enum Fault {
    DAEMON("kill -9 of the daemon") {
        @Override
        void strike(BenchCluster cluster, String node) throws IOException {
            cluster.signalDaemon(node, "KILL");
        }

        @Override
        void heal(BenchCluster cluster, String node) {}
    },
    HOST("kill -9 of launcher and daemon") {
        @Override
        void strike(BenchCluster cluster, String node) throws IOException {
            cluster.signalBoth(node, "KILL");
        }

        @Override
        void heal(BenchCluster cluster, String node) throws IOException {
            cluster.start(node);
        }
    },
    PAUSE("SIGSTOP of launcher and daemon") {
        @Override
        void strike(BenchCluster cluster, String node) throws IOException {
            cluster.signalBoth(node, "STOP");
        }

        @Override
        void heal(BenchCluster cluster, String node) throws IOException {
            cluster.signalBoth(node, "CONT");
        }
    };

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract void strike(BenchCluster cluster, String node) throws IOException;

    /** Makes the node whole again, as far as it does not do so by itself. */
    abstract void heal(BenchCluster cluster, String node) throws IOException;
}
