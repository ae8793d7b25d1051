package io.understudy.session.http;

import java.util.Map;

/** A request that is answered without being done. The message is the {@code msg} of the answer. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> headers;

    Refusal(int status, String msg) {
        this(status, msg, Map.of());
    }

    Refusal(int status, String msg, Map<String, String> headers) {
        super(msg, null, false, false);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    /** A request that breaks a rule, in Livy's words. */
    static Refusal rejected(String reason) {
        return new Refusal(400, "Rejected, Reason: " + reason);
    }

    ApiAnswer.Done answer() {
        return Json.message(status, String.valueOf(getMessage()), headers);
    }
}
