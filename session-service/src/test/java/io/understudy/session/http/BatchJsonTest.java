package io.understudy.session.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.Permit;
import io.understudy.session.Session;
import io.understudy.session.service.View;
import io.understudy.session.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchJsonTest {

    @Test
    void aDriverHasALogUrlIfItsNodeIsKnown() {
        assertThat(batch(Samples.DRIVER))
                .contains("\"driverLogUrl\":\"http://host1:8042/node/containerlogs/"
                        + "container_1700000000000_0001_01_000001/alice\"");
        assertThat(batch(new Driver("container_1700000000000_0001_01_000001", "", "alice")))
                .contains("\"driverLogUrl\":null");
        assertThat(batch(new Driver("container_1", "https://host1:8044", "alice")))
                .contains("\"driverLogUrl\":\"https://host1:8044/node/containerlogs/container_1/alice\"");
    }

    @Test
    void ofSeveralDriversTheLastOneCounts() {
        assertThat(batch(Samples.DRIVER, new Driver("container_2", "host2:8042", "alice")))
                .contains("\"driverLogUrl\":\"http://host2:8042/node/containerlogs/container_2/alice\"");
        assertThat(batch(Samples.DRIVER, new Driver("container_2", "", "alice")))
                .contains("\"driverLogUrl\":null");
    }

    private static String batch(Driver... drivers) {
        Session session = Samples.submitting(7);
        for (Driver driver : drivers) {
            session = session.observe(Samples.report(driver), Samples.stamp(3));
        }
        View view = new View(session, List.of());
        byte[] json = Json.bytes(out -> BatchJson.batch(out, view, new Disclosure(false, Permit.OPEN)));
        return new String(json, StandardCharsets.UTF_8);
    }
}
