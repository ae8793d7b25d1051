package io.understudy.session;

/** What an application that carries a session's tag is to us. Nothing is killed without positive evidence. */
public sealed interface Verdict {

    /** Judges an application by the record that stands under the id in its tag. */
    static Verdict of(ApplicationReport report, SessionTag tag, StoredRecord stored) {
        if (!stored.tag().equals(tag)) {
            return new Report("Application " + report.id() + " carries the tag " + tag + ", but session " + stored.id()
                    + " has another one. It is left alone: see whether another store uses this cluster id.");
        }
        boolean ended = report.state().isFinal();
        if (stored instanceof Session session
                && session.applicationId().orElse(report.id()).equals(report.id())) {
            return ofItsOwn(report, session, ended);
        }
        if (ended) {
            return new Nothing();
        }
        return stored instanceof Tombstone tombstone
                        && tombstone.deletion().request().isEmpty()
                ? leftAlone(report, "its session " + stored.id() + " had ended and was removed by retention")
                : new Kill();
    }

    private static Verdict leftAlone(ApplicationReport report, String why) {
        return new Report("Application " + report.id() + " is alive, but " + why
                + ". It is left alone: kill it if nobody needs it.");
    }

    private static Verdict ofItsOwn(ApplicationReport report, Session session, boolean ended) {
        boolean closed = session.isOver() && !session.ending().orElseThrow().isRevocable();
        if (!closed) {
            return new Follow();
        }
        return ended
                ? new Nothing()
                : leftAlone(
                        report,
                        "its session " + session.id() + " has ended ("
                                + session.state().shown() + ")");
    }

    /** It is the session's own: observe it. */
    record Follow() implements Verdict {}

    /** It must not run: its session was deleted, or has another application. */
    record Kill() implements Verdict {}

    /** It is left alone, and an operator should know. */
    record Report(String why) implements Verdict {}

    /** Nothing to do. */
    record Nothing() implements Verdict {}
}
