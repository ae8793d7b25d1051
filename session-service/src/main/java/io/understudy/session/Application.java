package io.understudy.session;

import io.understudy.session.ApplicationReport.Driver;
import java.util.Optional;

/**
 * The YARN application of a session.
 *
 * @param id its id; durable before it is submitted
 * @param driver the last container that YARN named; needed for logs after the end
 * @param trackingUrl where YARN showed it last
 */
public record Application(ApplicationId id, Optional<Driver> driver, Optional<String> trackingUrl) {

    /** An application of which nothing was seen yet. */
    public static Application of(ApplicationId id) {
        return new Application(id, Optional.empty(), Optional.empty());
    }

    /** Keeps what YARN no longer says. */
    Application seen(ApplicationReport report) {
        Optional<Driver> said =
                report.driver().map(now -> driver.map(now::orNodeOf).orElse(now));
        return new Application(id, said.or(() -> driver), report.trackingUrl().or(() -> trackingUrl));
    }
}
