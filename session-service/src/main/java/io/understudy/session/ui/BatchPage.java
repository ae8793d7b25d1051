package io.understudy.session.ui;

import io.understudy.session.ApplicationId;
import io.understudy.session.Session;
import io.understudy.session.service.View;
import java.util.List;

/**
 * The page with the latest batches, newest first.
 *
 * @param total how many batches there are
 * @param views those shown, ids ascending
 */
public record BatchPage(int total, List<View> views) {

    /** How many batches a page shows at most. */
    public static final int SHOWN = 100;

    public BatchPage {
        views = List.copyOf(views);
    }

    /** The page. It needs {@link #style()} beside it, as {@code style.css}. */
    public String html() {
        StringBuilder rows = new StringBuilder();
        for (int i = views.size() - 1; i >= 0; i--) {
            rows.append(row(views.get(i).session()));
        }
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>Understudy: batches</title>
                <link rel="stylesheet" href="/ui/style.css">
                </head>
                <body>
                <h1>Batches</h1>
                <p>%s</p>
                <table>
                <thead><tr><th scope="col">id</th><th scope="col">name</th><th scope="col">owner</th>\
                <th scope="col">state</th><th scope="col">application</th><th scope="col">created</th>\
                <th scope="col">log</th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                </body>
                </html>
                """.formatted(summary(), rows);
    }

    private String summary() {
        return views.size() == total ? total + " in all." : "The latest %d of %d.".formatted(views.size(), total);
    }

    private static String row(Session session) {
        int id = session.id().number();
        return """
                <tr><td><a href="/batches/%d?detail=true">%d</a></td><td>%s</td><td>%s</td><td class="%s">%s</td>\
                <td>%s</td><td>%s</td><td><a href="/batches/%d/log">log</a></td></tr>
                """.formatted(
                        id,
                        id,
                        escaped(session.name().orElse("")),
                        escaped(session.order().owner().orElse("")),
                        session.state().shown(),
                        session.state().shown(),
                        session.applicationId().map(ApplicationId::toString).orElse(""),
                        session.times().created(),
                        id);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The style sheet. */
    public static String style() {
        return """
                body { font-family: sans-serif; margin: 2rem; color: #1b1f24; background: #ffffff; }
                table { border-collapse: collapse; }
                th, td { text-align: left; padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid #d0d7de; }
                td.success { color: #116329; }
                td.dead, td.killed { color: #a40e26; }
                """;
    }
}
