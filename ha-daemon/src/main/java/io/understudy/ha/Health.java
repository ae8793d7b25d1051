package io.understudy.ha;

import io.understudy.ha.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How this node is: a level at every probe. Knows nothing of YARN and ZooKeeper, whose troubles are not this node's. */
final class Health {

    private final Node node;
    private final Path stateFolder;
    private volatile List<String> last = List.of();

    Health(Node node, Path stateFolder) {
        this.node = node;
        this.stateFolder = stateFolder;
    }

    /** Looks, and tells the node. */
    void probe() {
        last = problems();
        node.reportHealth(last);
    }

    /** What the last probe found, a sentence each. Any thread may ask. */
    List<String> last() {
        return last;
    }

    private List<String> problems() {
        try {
            Files.delete(Files.createTempFile(stateFolder, "probe", ".tmp"));
            return List.of();
        } catch (IOException e) {
            return List.of("the state folder " + stateFolder + " cannot be written: " + e.getMessage());
        }
    }
}
