package io.understudy.fencing;

/**
 * Who asks for a term.
 *
 * @param node the node's id
 * @param incarnation drawn at the start of the process, so that a restarted node is told from its own predecessor
 * @param yarn identity of the YARN cluster that the candidate works with
 * @param format the newest format of the store that the candidate's build knows
 */
public record Candidate(String node, String incarnation, String yarn, int format) {

    /** A candidate of this build. */
    public Candidate(String node, String incarnation, String yarn) {
        this(node, incarnation, yarn, StoreFormat.NEWEST);
    }
}
