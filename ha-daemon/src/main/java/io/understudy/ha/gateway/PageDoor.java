package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.util.Map;
import java.util.Optional;

/** Where a browser that loads a page is led: shown the page by the active, sent there by others, asked to wait. */
final class PageDoor {

    private static final String WAITING = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
            <title>Understudy: waiting for an active node</title></head>
            <body><h1>No node is active</h1><p>A takeover may be under way. This page looks again every second.</p>
            </body></html>
            """;

    private final String self;
    private final Office office;
    private final ActiveLink link;
    private final Pages pages;

    PageDoor(String self, Office office, ActiveLink link, Pages pages) {
        this.self = self;
        this.office = office;
        this.link = link;
        this.pages = pages;
    }

    Reply answer(EdgeRequest request) {
        Optional<Epoch> open = office.open();
        if (open.isPresent()) {
            Reply page = pages.page(request).orElseGet(() -> Reply.html(404, "<!doctype html><p>No such page.</p>"));
            if (office.open().equals(open)) {
                return page.with("X-HA-Epoch", open.get().toString());
            }
        }
        return link.active()
                .filter(active -> !active.node().equals(self))
                .map(active -> redirect(active, request))
                .orElseGet(() -> Reply.html(503, WAITING).with("Retry-After", "1"));
    }

    private static Reply redirect(ActiveNode active, EdgeRequest request) {
        String base = active.http().toString().replaceAll("/+$", "");
        return new Reply(307, Map.of("Location", base + request.target(), "Cache-Control", "no-store"), new byte[0]);
    }
}
