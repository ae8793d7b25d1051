package io.understudy.ha.role;

/** Who shall be active after a switchover, seen from one node. */
public enum Successor {
    /** This node. */
    THIS_NODE,
    /** One other node. */
    ANOTHER,
    /** Whoever wins. */
    ANY
}
