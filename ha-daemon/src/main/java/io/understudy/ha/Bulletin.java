package io.understudy.ha;

import io.understudy.ha.node.NodeListener;
import io.understudy.ha.node.NodeStatus;
import java.util.function.Consumer;

/** Passes on what becomes of the node. */
record Bulletin(Consumer<NodeStatus> news, Ending ending) implements NodeListener {

    @Override
    public void changed(NodeStatus status) {
        news.accept(status);
    }

    @Override
    public void finished() {
        ending.inOrder();
    }

    @Override
    public void halted(String why) {
        ending.stuck(why);
    }
}
