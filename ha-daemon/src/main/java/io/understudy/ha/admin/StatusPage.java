package io.understudy.ha.admin;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Pages;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.ClusterView;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A plain page of the active at {@code /ui/cluster}: which nodes there are, who serves. */
public final class StatusPage implements Pages {

    private static final String PATH = "/ui/cluster";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
            <title>Understudy: %1$s</title>
            <style>body{font-family:sans-serif;margin:2em}td,th{padding:.2em 1em;text-align:left}</style></head>
            <body><h1>%1$s</h1>
            <p>%2$s</p>
            <table><thead><tr><th>node</th><th>address</th><th>role</th><th>version</th><th>since</th></tr></thead>
            <tbody>
            %3$s</tbody></table>
            <p><a href="/ui/">batches</a> &middot; <a href="/ha/cluster">cluster</a> &middot;
            <a href="/ha/status">this node</a></p>
            </body></html>
            """;

    private final Standing.Identity identity;
    private final Standing standing;

    public StatusPage(Standing.Identity identity, Standing standing) {
        this.identity = identity;
        this.standing = standing;
    }

    @Override
    public Optional<Reply> page(EdgeRequest request) {
        return request.path().equals(PATH) ? Optional.of(Reply.html(200, render())) : Optional.empty();
    }

    private String render() {
        ClusterView cluster = standing.cluster();
        StringBuilder rows = new StringBuilder();
        cluster.members().forEach(member -> rows.append(row(member)));
        String epoch = "epoch " + standing.status().epoch() + ", served by " + escape(identity.node());
        return PAGE.formatted(escape(identity.cluster()), epoch, rows);
    }

    private String row(ClusterView.Member member) {
        boolean active = member.node().equals(identity.node());
        String role = active ? "active" : member.ready() ? "standby, ready" : "not ready";
        return "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                .formatted(
                        escape(member.node()),
                        escape(member.http().toString()),
                        role,
                        escape(member.version()),
                        member.since().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
