package io.understudy.ha.cli;

import io.understudy.session.config.Format;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a verb waits until a node serves. */
final class Waiting {

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "90s",
            converter = Time.class,
            description = "How long to wait until a node serves (default: 90s).")
    Duration timeout = Duration.ofSeconds(90);

    /** Lengths of time as the configuration has them. */
    static final class Time implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            return Format.duration()
                    .parse(text)
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is no length of time: give "
                            + Format.duration().expected()));
        }
    }
}
