package io.understudy.fencing.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** The order to leave one request without its answer. Any thread may call. */
final class Withholding {

    private Optional<Predicate<ClientRequest>> kind = Optional.empty();
    private CountDownLatch done = new CountDownLatch(0);

    /** Concerns the next request of this kind. */
    synchronized void begin(Predicate<ClientRequest> wanted) {
        kind = Optional.of(wanted);
        done = new CountDownLatch(1);
    }

    /** Concerns no further request. */
    synchronized void end() {
        kind = Optional.empty();
    }

    /** Whether this is the request; no other is afterwards. */
    synchronized boolean concerns(ByteBuffer request) throws IOException {
        if (kind.isEmpty() || !kind.get().test(ClientRequest.of(request))) {
            return false;
        }
        kind = Optional.empty();
        return true;
    }

    /** Counted down once its answer is there. */
    synchronized CountDownLatch done() {
        return done;
    }
}
