package io.understudy.ha.election.fencing;

import io.understudy.ha.fencing.Target;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.ha.HAServiceTarget;
import org.apache.hadoop.ha.NodeFencer;

/** Whom to fence, as Hadoop's methods want to know it. Belongs to the thread of one run. */
final class FencedService extends HAServiceTarget {

    private final Target target;
    private final String cluster;
    private final long end;
    private String remark = "it did not succeed, the log of this node tells more";

    /**
     * @param cluster its name
     * @param end when the run must be over, as {@link System#nanoTime()}
     */
    FencedService(Target target, String cluster, long end) {
        this.target = target;
        this.cluster = cluster;
        this.end = end;
    }

    /** What is left of the run's time; negative if it is over. */
    Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** What a method says of its failure: Hadoop's own say it to the log only. */
    void remark(String words) {
        remark = words;
    }

    String remark() {
        return remark;
    }

    /** For a script beside {@code target_*}. */
    Map<String, String> circumstances() {
        return Map.of(
                "understudy_cluster",
                cluster,
                "understudy_epoch",
                target.epoch().toString(),
                "understudy_lost_epoch",
                target.lost().toString(),
                "understudy_cause",
                target.proven() ? "died" : "lost");
    }

    @Override
    protected void addFencingParameters(Map<String, String> parameters) {
        parameters.put("host", target.address().host());
        parameters.put("port", Integer.toString(target.address().port()));
        parameters.put("address", target.address().toString());
        parameters.put("nameserviceid", cluster);
        parameters.put("namenodeid", target.node());
        parameters.put("node", target.node());
        parameters.put("incarnation", target.incarnation());
    }

    @Override
    public InetSocketAddress getAddress() {
        return new InetSocketAddress(target.address().host(), target.address().port());
    }

    @Override
    public InetSocketAddress getZKFCAddress() {
        throw new UnsupportedOperationException("the daemon is its own failover controller");
    }

    @Override
    public NodeFencer getFencer() {
        throw new UnsupportedOperationException("it does not fence itself");
    }

    @Override
    public void checkFencingConfigured() {}
}
