package io.understudy.session.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes as lines of an export, and back to the byte. */
final class NodeLineTest {

    private static final String PATH = "sessions/07/0000000007";

    @Test
    void aRecordStandsThereAsItIs() {
        assertThat(line("{\"id\":7}".getBytes(UTF_8)))
                .isEqualTo("{\"path\":\"sessions/07/0000000007\",\"record\":{\"id\":7}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":7}",
                "{ \"a\" : 1.0 , \"a\":\"\\u00e9\u00e9\ud83d\ude00\" }",
                "{}",
                "",
                "{",
                "}{",
                "{}{}",
                "{\"id\":7} ",
                "{\n}",
                "[1]",
                "not json",
                "{\"id\":7}\u0000"
            })
    void everythingComesBack(String data) throws IOException {
        assertThat(NodeLine.read(NodeLine.write(new ExportedNode(PATH, data.getBytes(UTF_8))))
                        .data())
                .isEqualTo(data.getBytes(UTF_8));
        assertThat(line(data.getBytes(UTF_8))).doesNotContain("\n");
    }

    @Test
    void bytesThatAreNoTextComeBack() throws IOException {
        byte[] data = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};

        assertThat(line(data)).contains("\"base64\"");
        assertThat(NodeLine.read(NodeLine.write(new ExportedNode(PATH, data))).data())
                .isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"path\":\"a\"}",
                "{\"record\":{}}",
                "{\"path\":1,\"record\":{}}",
                "{\"path\":\"a\",\"record\":{}",
                "{\"path\":\"a\",\"record\":{}}x"
            })
    void anythingElseIsNoLine(String line) {
        assertThatThrownBy(() -> NodeLine.read(line.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }

    private static String line(byte[] data) {
        return new String(NodeLine.write(new ExportedNode(PATH, data)), UTF_8);
    }
}
