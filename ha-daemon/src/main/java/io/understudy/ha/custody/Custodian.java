package io.understudy.ha.custody;

/**
 * Keeps this process's sessions with ZooKeeper for the moment of its death: what they hold is then given up at once and
 * not only when they expire. Any thread may call; calls return at once.
 */
public interface Custodian {

    /** For a process that has no launcher: its sessions expire by themselves. */
    Custodian NOBODY = new Custodian() {

        @Override
        public void keep(String purpose, Ticket ticket, Runnable kept) {
            kept.run();
        }

        @Override
        public void release(String purpose) {}
    };

    /**
     * Hands a session over.
     *
     * @param purpose what it is for; another session for the same takes its place
     * @param kept called once the session is kept, on a thread that must not be blocked; never if the keeper does not
     *     answer
     */
    void keep(String purpose, Ticket ticket, Runnable kept);

    /** Takes the session for {@code purpose} back: it has ended. */
    void release(String purpose);
}
