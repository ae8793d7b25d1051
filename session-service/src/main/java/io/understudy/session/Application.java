package io.understudy.session;

import io.understudy.session.ApplicationReport.Driver;
import java.util.Optional;

/**
 * The YARN application of a session.
 *
 * @param id its id; durable before it is submitted
 * @param drivers the containers that YARN named, attempt by attempt; needed for logs after the end
 * @param trackingUrl where YARN showed it last
 * @param doubt why its session had been given up before it turned up after all; clients have read it
 */
public record Application(
        ApplicationId id, KnownDrivers drivers, Optional<String> trackingUrl, Optional<Diagnostics> doubt) {

    /** An application of which nothing was seen yet. */
    public static Application of(ApplicationId id) {
        return new Application(id, KnownDrivers.NONE, Optional.empty(), Optional.empty());
    }

    /** The container of the latest attempt. */
    public Optional<Driver> driver() {
        return drivers.last();
    }

    /** Keeps what YARN no longer says. */
    Application seen(ApplicationReport report) {
        return new Application(
                id, drivers.seen(report.drivers()), report.trackingUrl().or(() -> trackingUrl), doubt);
    }

    /** Keeps what was said of it before it turned up. */
    Application doubted(Diagnostics said) {
        return new Application(id, drivers, trackingUrl, Optional.of(said));
    }
}
