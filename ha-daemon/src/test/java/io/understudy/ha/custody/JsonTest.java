package io.understudy.ha.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As much JSON as the launcher needs, compared with a library's. */
final class JsonTest {

    private static final ObjectMapper LIBRARY = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " { \"a\" : [ 1 , -2.5e3, true,false , null ] } ",
                "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"",
                "[[],{},[{}]]",
                "\"\"",
                "12345678901234567890"
            })
    void whatIsReadAndPrintedIsTheSame(String text) throws IOException {
        assertThat(LIBRARY.readTree(Json.print(Json.parse(text)))).isEqualTo(LIBRARY.readTree(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "[1,]x",
                "{\"a\"}",
                "{a:1}",
                "\"abc",
                "\"\\x\"",
                "tru",
                "1 2",
                "{\"a\":1,}",
                "\"\\u12"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
    }
}
