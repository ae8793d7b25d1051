package io.understudy.session.http;

import io.understudy.session.IdempotencyKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What every answer gets before it goes out: the key, headers for browsers, compression, no body for HEAD. */
final class Finish {

    private static final int WORTH_COMPRESSING = 1024;

    /** Unless an answer says otherwise. */
    static final Map<String, String> FOR_BROWSERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'");

    private Finish() {}

    static ApiAnswer of(ApiRequest request, ApiAnswer answer) {
        return answer instanceof ApiAnswer.Done done ? finished(request, done) : answer;
    }

    private static ApiAnswer finished(ApiRequest request, ApiAnswer.Done done) {
        Map<String, String> headers = new LinkedHashMap<>(FOR_BROWSERS);
        headers.putAll(done.headers());
        if (isWrite(request.method())) {
            request.key().filter(IdempotencyKey::isValid).ifPresent(key -> headers.put("Idempotency-Key", key));
        }
        if (request.method().equals("HEAD")) {
            return new ApiAnswer.Done(done.status(), headers, new byte[0]);
        }
        if (done.body().length < WORTH_COMPRESSING) {
            return new ApiAnswer.Done(done.status(), headers, done.body());
        }
        headers.put("Vary", "Accept-Encoding");
        if (!takesGzip(request)) {
            return new ApiAnswer.Done(done.status(), headers, done.body());
        }
        headers.put("Content-Encoding", "gzip");
        return new ApiAnswer.Done(done.status(), headers, gzip(done.body()));
    }

    private static boolean isWrite(String method) {
        return method.equals("POST") || method.equals("DELETE");
    }

    private static boolean takesGzip(ApiRequest request) {
        String accepted = request.headers().getOrDefault("accept-encoding", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(accepted.split(",", -1))
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding -> coding.equals("gzip") || coding.matches("gzip;q=(1|0\\.\\d*[1-9]\\d*).*"));
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
