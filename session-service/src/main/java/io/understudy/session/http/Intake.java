package io.understudy.session.http;

import io.understudy.session.AccessDenied;
import io.understudy.session.BatchRequest;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Order;
import io.understudy.session.Permit;
import io.understudy.session.RejectedRequest;
import io.understudy.session.RequestRules;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the body of {@code POST /batches} into an order, or says why not. Nothing is stored here. */
final class Intake {

    private static final String PATH = "/batches";

    private final RequestRules rules;

    Intake(RequestRules rules) {
        this.rules = rules;
    }

    /**
     * @param doAs as the query has it, whatever the permit made of it
     * @throws Refusal for the first rule that the request breaks
     */
    Order order(byte[] body, Permit permit, Optional<String> doAs, IdempotencyKey key) throws Refusal {
        Map<String, ?> fields = RequestBody.read(body);
        try {
            BatchRequest asked = BatchRequest.read(fields);
            BatchRequest accepted = rules.accept(asked);
            refuseTooLong(accepted);
            Optional<String> owner = permit.caller();
            Optional<String> proxyUser = permit.proxyUser(accepted.proxyUser());
            return new Order(accepted, owner, proxyUser, digest(asked, owner, doAs), key);
        } catch (RejectedRequest rejected) {
            throw Refusal.rejected(rejected.reason());
        } catch (AccessDenied denied) {
            throw Access.refusal(denied);
        }
    }

    /** Coercion and full URIs make a request longer than the body that it came in. */
    private static void refuseTooLong(BatchRequest request) throws Refusal {
        if (Json.bytes(json -> Values.write(json, request.fields())).length > BatchApi.MAX_BODY_BYTES) {
            throw RequestBody.tooLong();
        }
    }

    /** Of what was meant, not of how it was spelt: the same order in other white space is the same. */
    private static String digest(BatchRequest request, Optional<String> user, Optional<String> doAs) {
        List<Object> parts = new ArrayList<>(List.of(user, PATH, request.fields()));
        doAs.ifPresent(parts::add);
        byte[] meant = Json.bytes(json -> Values.write(json, parts));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(meant));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
