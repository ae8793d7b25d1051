package io.understudy.session.audit;

/** Where it is written down who did what. Any thread may call; the call does not fail. */
public interface AuditLog {

    /** Writes nothing: for rehearsals. */
    AuditLog NONE = deed -> {};

    /** Writes one line. */
    void write(Deed deed);
}
