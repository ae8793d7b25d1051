package io.understudy.session.yarn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Contents out of what Hadoop prints around them. */
class FramedTextTest {

    @Test
    void contentsMayLookLikeHeadersAndComeInParts() throws IOException {
        String first = "a\nLogLength:3\nLogContents:\ngrüß\n";
        String second = "b";
        assertThat(contents(1_000, part(first) + part("") + part(second))).isEqualTo(first + second);
    }

    @Test
    void aFileWithoutAByteHasNoContents() throws IOException {
        assertThat(contents(1_000, "\nEnd of LogType:stdout\n*******\n")).isEmpty();
    }

    @Test
    void nothingIsKeptBeyondTheLimit() throws IOException {
        String part = part("x".repeat(1_000));
        int header = part.indexOf("xxx");
        assertThat(contents(header + 10, part)).isEqualTo("x".repeat(10));
    }

    private static String contents(int limit, String printed) throws IOException {
        try (FramedText text = new FramedText(limit)) {
            text.write(printed.getBytes(UTF_8));
            return new String(text.contents(), UTF_8);
        }
    }

    private static String part(String contents) {
        return "Container: container_1_0001_01_000001 on host_1\nLogAggregationType: AGGREGATED\n=====\nLogType:stdout\n"
                + "LogLastModifiedTime:Sun\nLogLength:" + contents.getBytes(UTF_8).length + "\nLogContents:\n"
                + contents + "\nEnd of LogType:stdout\n******\n\n";
    }
}
