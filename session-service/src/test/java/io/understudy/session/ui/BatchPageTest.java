package io.understudy.session.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionTag;
import io.understudy.session.service.View;
import io.understudy.session.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchPageTest {

    private static View named(int id, String name) {
        SessionId session = new SessionId(id);
        return new View(
                Session.requested(
                        session,
                        Samples.order("key-" + id, Samples.named(name)),
                        new SessionTag("0123abcd", session, "abcd1234"),
                        Samples.stamp(0)),
                List.of());
    }

    @Test
    void whatClientsNamedIsNeverMarkup() {
        String html = new BatchPage(1, List.of(named(7, "<script>alert('&\"')</script>"))).html();
        assertThat(html)
                .contains("&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void theNewestComeFirst() {
        String html = new BatchPage(2, List.of(named(7, "early"), named(8, "late"))).html();
        assertThat(html.indexOf("late")).isBetween(0, html.indexOf("early"));
        assertThat(html).contains("2 in all.").contains("href=\"/batches/8/log\"");
    }

    @Test
    void saysHowManyItDoesNotShow() {
        assertThat(new BatchPage(500, List.of(named(499, "last"))).html()).contains("The latest 1 of 500.");
    }

    @Test
    void needsNoScriptAndNoStyleOfItsOwn() {
        String html = new BatchPage(0, List.of()).html();
        assertThat(html)
                .contains("href=\"/ui/style.css\"")
                .doesNotContain("style=")
                .doesNotContain("<style");
        assertThat(BatchPage.style()).isNotBlank();
    }
}
