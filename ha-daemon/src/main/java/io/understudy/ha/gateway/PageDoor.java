package io.understudy.ha.gateway;

import io.understudy.ha.node.ClusterView.ActiveNode;
import java.util.Map;

/** Where a browser is led that loads a page from a node which is not active: to the active, or to wait for one. */
final class PageDoor {

    private static final String WAITING = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
            <title>Understudy: waiting for an active node</title></head>
            <body><h1>No node is active</h1><p>A takeover may be under way. This page looks again every second.</p>
            </body></html>
            """;

    private final String self;
    private final ActiveLink link;

    PageDoor(String self, ActiveLink link) {
        this.self = self;
        this.link = link;
    }

    Reply answer(EdgeRequest request) {
        return link.active()
                .filter(active -> !active.node().equals(self) && !link.avoids(active))
                .map(active -> redirect(active, request))
                .orElseGet(() -> Reply.html(503, WAITING).with("Retry-After", "1"));
    }

    private static Reply redirect(ActiveNode active, EdgeRequest request) {
        String base = active.http().toString().replaceAll("/+$", "");
        return new Reply(307, Map.of("Location", base + request.target(), "Cache-Control", "no-store"), new byte[0]);
    }
}
