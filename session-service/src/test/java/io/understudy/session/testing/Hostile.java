package io.understudy.session.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Bodies and paths that no well-meaning client sends. */
public final class Hostile {

    private static final List<String> FIELDS = List.of(
            "kind",
            "file",
            "className",
            "args",
            "jars",
            "pyFiles",
            "files",
            "archives",
            "driverMemory",
            "driverCores",
            "executorMemory",
            "executorCores",
            "numExecutors",
            "queue",
            "name",
            "conf",
            "proxyUser",
            "command",
            "env",
            "unheard-of",
            "");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "1e99999999999",
            "9".repeat(2_000),
            "\"\"",
            "\" \"",
            "\"a\"",
            "\"-1\"",
            "\"\\u0000\"",
            "\"a\\u0001\\n\\u001f\"",
            "\"\u0001\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u2028\\uffff\"",
            "\"../../etc/passwd\"",
            "\"file:/etc/passwd\"",
            "\"/a%zz\"",
            "\"" + "x".repeat(1024 * 1024) + "\"",
            "[]",
            "[null]",
            "[[]]",
            "[{}]",
            "[\"a\",1,true,null]",
            "[\"\\u0000\"]",
            "[" + "1,".repeat(120_000) + "1]",
            "{}",
            "{\"\":\"\"}",
            "{\"a\":null}",
            "{\"a\":{}}",
            "{\"a\":1,\"a\":2}",
            "{\"A\\u0000\":\"b\"}",
            "[".repeat(5_000) + "]".repeat(5_000),
            "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
            "NaN",
            "undefined",
            "'a'",
            "/* no */ 1");

    private static final List<String> VALID = List.of(
            "{\"kind\":\"command\",\"command\":[\"sleep\",\"5\"]}",
            "{\"kind\":\"command\",\"command\":[\"echo\",1,true,2.5],\"env\":{\"A\":\"b\",\"C\":1},\"queue\":\"q\"}",
            "{\"kind\":\"command\",\"command\":[\"a\"],\"files\":[\"/a\",\"s3a://b/c#d\"],\"archives\":[\"/z.zip\"],"
                    + "\"driverMemory\":\"512m\",\"driverCores\":\"2\",\"name\":\"n\u00e4me\",\"proxyUser\":\"bob\"}",
            "{\"file\":\"/app.jar\",\"className\":\"Main\",\"args\":[\"a\"],\"conf\":{\"spark.x\":\"y\"},\"numExecutors\":3}");

    private Hostile() {}

    /** Each field with each value, beside what makes a valid request of it. */
    public static List<byte[]> fields() {
        List<byte[]> bodies = new ArrayList<>();
        for (String field : FIELDS) {
            for (String value : VALUES) {
                String rest = field.equals("kind") || field.equals("command")
                        ? "\"name\":\"x\""
                        : "\"kind\":\"command\",\"command\":[\"true\"]";
                bodies.add(("{\"" + field + "\":" + value + "," + rest + "}").getBytes(StandardCharsets.UTF_8));
                bodies.add(("{\"file\":\"/a\",\"" + field + "\":" + value + "}").getBytes(StandardCharsets.UTF_8));
            }
        }
        VALUES.forEach(value -> bodies.add(value.getBytes(StandardCharsets.UTF_8)));
        bodies.add(new byte[0]);
        bodies.add(new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0});
        bodies.add("{\"kind\":\"command\",\"command\":[\"\u00e4\"]}".getBytes(StandardCharsets.ISO_8859_1));
        bodies.add("{\"kind\":\"command\",\"command\":[\"a\"]}".getBytes(StandardCharsets.UTF_16));
        return bodies;
    }

    /** A valid body with one to four things done to it; the same for the same seed. */
    public static byte[] mutation(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        byte[] body = VALID.get(random.nextInt(VALID.size())).getBytes(StandardCharsets.UTF_8);
        int times = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            body = mutated(body, random);
        }
        return body;
    }

    private static byte[] mutated(byte[] body, RandomGenerator random) {
        int at = random.nextInt(body.length + 1);
        int end = Math.min(body.length, at + random.nextInt(12));
        return switch (random.nextInt(7)) {
            case 0 -> joined(body, at, new byte[] {(byte) random.nextInt(256)}, Math.min(body.length, at + 1));
            case 5 -> joined(body, at, new byte[] {(byte) random.nextInt(' ', 127)}, Math.min(body.length, at + 1));
            case 1 -> joined(body, at, new byte[0], end);
            case 2 -> joined(body, at, new byte[] {(byte) random.nextInt(128)}, at);
            case 3 -> joined(body, end, Arrays.copyOfRange(body, at, end), end);
            case 4 -> value(body, random);
            default ->
                joined(body, at, "{}[]\",:\\0".substring(random.nextInt(8)).getBytes(StandardCharsets.UTF_8), at);
        };
    }

    /** Puts a hostile value where a value begins. */
    private static byte[] value(byte[] body, RandomGenerator random) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String value = VALUES.get(random.nextInt(VALUES.size()));
        int colon = text.indexOf(':', random.nextInt(text.length() + 1));
        int comma = colon < 0 ? -1 : text.indexOf(',', colon);
        if (comma < 0 || value.length() > 10_000) {
            return joined(body, body.length / 2, new byte[] {0}, body.length / 2);
        }
        return joined(body, colon + 1, value.getBytes(StandardCharsets.UTF_8), comma);
    }

    private static byte[] joined(byte[] body, int keep, byte[] insert, int from) {
        byte[] joined = new byte[keep + insert.length + body.length - from];
        System.arraycopy(body, 0, joined, 0, keep);
        System.arraycopy(insert, 0, joined, keep, insert.length);
        System.arraycopy(body, from, joined, keep + insert.length, body.length - from);
        return joined;
    }

    /** Targets of requests, path and query, as they stand in a request line. */
    public static List<String> targets() {
        List<String> targets = new ArrayList<>();
        List<String> names = List.of(
                "",
                "/",
                "0",
                "7",
                "-1",
                "00000000000000000000",
                "99999999999",
                "nightly",
                "a%20b",
                "%00",
                "%2e%2e",
                "..",
                ".",
                "%2F",
                "%",
                "%4",
                "%zz",
                "%ff",
                "%c3%28",
                "%ed%a0%80",
                "'",
                "\"",
                "\\",
                ";",
                "a;b=c",
                "0%0d%0aX:y",
                "%F0%9F%98%80",
                "a".repeat(4_000),
                "*",
                "{}",
                "$%7bx%7d");
        for (String name : names) {
            for (String part : List.of("", "/", "/state", "/log", "/log/", "/statement", "/state/x", "//state")) {
                targets.add("/batches/" + name + part);
            }
            targets.add("/sessions/" + name);
            targets.add("/" + name);
        }
        for (String value :
                List.of("", "abc", "-1", "99999999999", "1e3", "%zz", "%00", "1&from=2", "&&&=&", "%ff", "+5")) {
            targets.add("/batches?from=" + value);
            targets.add("/batches?size=" + value);
            targets.add("/batches/0/log?from=" + value + "&size=" + value);
            targets.add("/batches/0?detail=" + value);
        }
        return targets;
    }
}
