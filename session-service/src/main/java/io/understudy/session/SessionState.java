package io.understudy.session;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How far a session has come. The first three are one state to clients: {@code starting}. */
public enum SessionState {
    /** Durable, and nothing was ever tried. */
    REQUESTED,
    /** A submission was begun; whether YARN has it is not known for certain. */
    SUBMITTING,
    /** YARN has the application. */
    STARTING,
    /** The application ran at least once. */
    RUNNING,
    /** Ended well. */
    SUCCESS,
    /** Ended badly, or given up; the session says why. */
    DEAD,
    /** Killed in YARN. */
    KILLED;

    /** Whether a session stays in this state. */
    public boolean isFinal() {
        return this == SUCCESS || this == DEAD || this == KILLED;
    }

    /** As clients see it. */
    public String shown() {
        return this == REQUESTED || this == SUBMITTING ? STARTING.label() : label();
    }

    /** Every state as clients see it, in the order in which a session comes to them. */
    public static List<String> allShown() {
        return Arrays.stream(values()).map(SessionState::shown).distinct().toList();
    }

    /** The states as clients see them in which a session stays. */
    static Stream<String> shownFinal() {
        return Arrays.stream(values()).filter(SessionState::isFinal).map(SessionState::shown);
    }

    /** As it stands in records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What YARN's report of an application means. FINISHED is success only if the application itself said so. */
    static SessionState of(ApplicationReport report) {
        return switch (report.state()) {
            case NEW, NEW_SAVING, SUBMITTED, ACCEPTED -> STARTING;
            case RUNNING -> RUNNING;
            case FINISHED -> report.finalStatus() == ApplicationReport.FinalStatus.SUCCEEDED ? SUCCESS : DEAD;
            case FAILED -> DEAD;
            case KILLED -> KILLED;
        };
    }
}
