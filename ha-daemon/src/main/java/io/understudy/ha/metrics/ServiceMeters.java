package io.understudy.ha.metrics;

import io.understudy.ha.admin.Standing;
import java.util.Locale;
import java.util.Map;

/** What the service of this node holds and does. Nothing while the node does not serve: then it knows nothing. */
record ServiceMeters(Standing standing, Workings workings) {

    private static final Map<String, String> STORE = Map.of(
            "sessions", "Sessions that exist for clients.",
            "unfinished", "Sessions that have not ended.",
            "setAside", "Records that cannot be read, or must not be believed.",
            "tombstones", "Records of sessions that were deleted.",
            "largestShard", "Records in the fullest part of the store.");

    void write(Sheet sheet) {
        standing.figures()
                .forEach((name, number) -> sheet.gauge(
                        "understudy.store." + snake(name), STORE.getOrDefault(name, "What the store holds."), number));
        workings.business().ifPresent(business -> write(sheet, business));
    }

    private static void write(Sheet sheet, Business business) {
        business.sessions()
                .forEach((state, count) ->
                        sheet.gauge("understudy.sessions", "Sessions by state.", count, "state", state));
        business.submissions().forEach(submissions -> write(sheet, submissions));
        sheet.gauge(
                "understudy.recovery.records",
                "Records that were read when this node took over.",
                business.recovered());
        sheet.seconds("understudy.recovery", "How long reading them took.", business.recovery());
        sheet.seconds("understudy.yarn.silence", "How long ago YARN last answered.", business.yarnSilence());
    }

    private static void write(Sheet sheet, Business.Submissions submissions) {
        String kind = submissions.kind();
        String pending = "understudy.submissions.pending";
        String help = "Submissions to YARN that wait for their turn, or are under way.";
        sheet.gauge(pending, help, submissions.queued(), "kind", kind, "state", "queued");
        sheet.gauge(pending, help, submissions.running(), "kind", kind, "state", "running");
        submissions
                .ended()
                .forEach((result, count) -> sheet.counter(
                        "understudy.submissions",
                        "Submissions to YARN since this node took over, by how they ended.",
                        count,
                        "kind",
                        kind,
                        "result",
                        result));
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT);
    }
}
