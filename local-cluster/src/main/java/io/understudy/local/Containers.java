package io.understudy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The processes of a NodeManager's containers. They outlive a killed NodeManager and may leave their process group, but
 * all inherit the variable LOCAL_DIRS, which names directories of that NodeManager only. Found through /proc; elsewhere
 * than on Linux there are none to be seen.
 */
final class Containers {

    private final String mark;

    Containers(Path containersDir) {
        this.mark = "\0LOCAL_DIRS=" + containersDir + "/";
    }

    /** All that live now. */
    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /** Kills all, also those that are started meanwhile. */
    void killAll() {
        for (List<ProcessHandle> alive = alive(); !alive.isEmpty(); alive = alive()) {
            alive.forEach(ProcessHandle::destroyForcibly);
            alive.forEach(process -> process.onExit().join());
        }
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            Path environment = Path.of("/proc/" + process.pid() + "/environ");
            return ("\0" + Files.readString(environment, StandardCharsets.ISO_8859_1)).contains(mark);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }
}
