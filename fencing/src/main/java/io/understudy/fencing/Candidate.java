package io.understudy.fencing;

/**
 * Who asks for a term.
 *
 * @param node the node's id
 * @param incarnation drawn at the start of the process, so that a restarted node is told from its own predecessor
 * @param yarn identity of the YARN cluster that the candidate works with
 */
public record Candidate(String node, String incarnation, String yarn) {}
