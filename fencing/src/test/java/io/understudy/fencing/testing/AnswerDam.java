package io.understudy.fencing.testing;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the answers of one connection pass, or pile up from a chosen one on: ZooKeeper answers in order, and a client
 * takes nothing else. Answers to pings pass always, so that the connection lives. Any thread may call.
 */
final class AnswerDam {

    private static final int PING = -2;
    private static final int NOBODY = Integer.MIN_VALUE;

    private final DataOutputStream client;
    private final List<byte[]> kept = new ArrayList<>();
    private int first = NOBODY;
    private boolean shut;
    private boolean dry;

    AnswerDam(DataOutputStream client) {
        this.client = client;
    }

    /** The answer to this request will be kept, and what follows it. */
    synchronized void shutAt(int request) {
        first = request;
    }

    /** Passes an answer on or keeps it; whether it is the one that was waited for. */
    synchronized boolean take(byte[] answer) throws IOException {
        int request = ByteBuffer.wrap(answer).getInt();
        boolean awaited = !shut && request == first;
        shut |= awaited;
        if (shut && request != PING) {
            kept.add(answer);
        } else {
            write(answer);
        }
        return awaited;
    }

    /** No more answers will come; whether the client may see that now, or first has to see what is kept. */
    synchronized boolean runDry() {
        dry = true;
        return !shut;
    }

    /** Lets all pass that was kept; whether more may come. */
    synchronized boolean open() throws IOException {
        first = NOBODY;
        shut = false;
        for (byte[] answer : kept) {
            write(answer);
        }
        kept.clear();
        return !dry;
    }

    private void write(byte[] answer) throws IOException {
        client.writeInt(answer.length);
        client.write(answer);
        client.flush();
    }
}
