package io.understudy.ha.metrics;

import io.understudy.ha.gateway.Traffic;

/** What becomes of the requests of this node's clients. */
record RequestMeters(Traffic traffic) {

    void write(Sheet sheet) {
        sheet.gauge("understudy.hold.requests", "Requests that wait here for an active.", traffic.held());
        sheet.gauge(
                "understudy.hold.used.ratio",
                "How much of the place for requests that wait is taken, of what there is least: 0 to 1.",
                traffic.holdFill());
        sheet.gauge(
                "understudy.forwarding.requests",
                "Requests that are under way from here to another node.",
                traffic.forwarding());
        sheet.seconds(
                "understudy.without.active",
                "For how long nobody who serves could be reached from here.",
                traffic.withoutActive());
        sheet.counter(
                "understudy.requests.held",
                "Requests that had to wait.",
                traffic.counts().held());
        answered(sheet, "served", traffic.answers().served());
        answered(sheet, "forwarded", traffic.answers().forwarded());
        answered(sheet, "failed", traffic.counts().failed());
    }

    private static void answered(Sheet sheet, String result, long count) {
        sheet.counter(
                "understudy.requests",
                "Requests of this node's clients: answered by its service, by the active's, or refused.",
                count,
                "result",
                result);
    }
}
