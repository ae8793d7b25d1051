package io.understudy.session.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A node as a line: {@code {"path":"sessions/0a/0000000010","record":{...}}} with the bytes of the record as they are, or
 * {@code "base64"} instead of {@code "record"} where those are not one JSON object on one line.
 */
final class NodeLine {

    private static final JsonFactory JSON = new JsonFactory();

    private NodeLine() {}

    /** The line, without its end. */
    static byte[] write(ExportedNode node) {
        boolean plain = isPlain(node.data());
        ByteArrayOutputStream line =
                new ByteArrayOutputStream(node.data().length + node.path().length() + 32);
        line.writeBytes(
                ("{\"path\":\"" + node.path() + "\",\"" + (plain ? "record\":" : "base64\":\"")).getBytes(UTF_8));
        line.writeBytes(plain ? node.data() : Base64.getEncoder().encode(node.data()));
        line.writeBytes((plain ? "}" : "\"}").getBytes(UTF_8));
        return line.toByteArray();
    }

    /**
     * Reads a line back, to the byte.
     *
     * @throws IOException if it is not such a line
     */
    static ExportedNode read(byte[] line) throws IOException {
        @Nullable String path = null;
        byte @Nullable [] data = null;
        try (JsonParser parser = JSON.createParser(line)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("path") && value == JsonToken.VALUE_STRING) {
                    path = parser.getText();
                } else if (field.equals("base64") && value == JsonToken.VALUE_STRING) {
                    data = parser.getBinaryValue();
                } else if (field.equals("record") && value == JsonToken.START_OBJECT) {
                    data = span(parser, line);
                } else {
                    parser.skipChildren();
                }
            }
            require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        }
        if (path == null || data == null) {
            throw new IOException("it has no path, or neither record nor base64");
        }
        return new ExportedNode(path, data);
    }

    /** The bytes of the object that begins here. */
    private static byte[] span(JsonParser parser, byte[] line) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return Arrays.copyOfRange(line, from, (int) parser.currentLocation().getByteOffset());
    }

    /** Whether the bytes can stand in a line as they are: one JSON object, nothing around it, no line end in it. */
    private static boolean isPlain(byte[] data) {
        if (data.length < 2 || data[0] != '{' || data[data.length - 1] != '}') {
            return false;
        }
        for (byte unit : data) {
            if (unit == '\n' || unit == '\r') {
                return false;
            }
        }
        try (JsonParser parser = JSON.createParser(data)) {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
            parser.nextToken();
            parser.skipChildren();
            return parser.currentLocation().getByteOffset() == data.length;
        } catch (CharacterCodingException notText) {
            return false;
        } catch (IOException notJson) {
            return false;
        }
    }

    private static void require(boolean asExpected) throws IOException {
        if (!asExpected) {
            throw new IOException("it is not one JSON object");
        }
    }
}
