package io.understudy.session.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.PathRules;
import io.understudy.session.RequestRules;
import io.understudy.session.service.ServiceSettings;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a standby plays to itself. */
final class RehearsalTest {

    @Test
    void everyRequestOfItSucceeds() {
        RequestRules rules = new RequestRules(new PathRules(URI.create("hdfs://nn"), List.of()), false);

        assertThat(Rehearsal.play(rules, ServiceSettings.DEFAULT)).isEqualTo(Rehearsal.requests());
    }
}
