package io.understudy.ha.node;

/** Told by the node's thread what becomes of it. Must not block. */
public interface NodeListener {

    /** The node published another status. */
    void changed(NodeStatus status);

    /** The node stopped as asked: service and election are left. */
    void finished();

    /** Something of this node does not stop: the process must end now. */
    void halted(String why);
}
