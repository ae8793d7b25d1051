package io.understudy.session.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationReport.Driver;
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
    }

    private static String batch(Driver driver) {
        Session session = Samples.submitting(7).observe(Samples.report(driver), Samples.stamp(3));
        byte[] json = Json.bytes(out -> BatchJson.batch(out, new View(session, List.of()), false));
        return new String(json, StandardCharsets.UTF_8);
    }
}
