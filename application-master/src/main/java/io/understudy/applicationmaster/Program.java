package io.understudy.applicationmaster;

import java.io.File;

/** Finds the file that a command runs, and says in people's words why there is none. */
final class Program {

    private Program() {}

    /**
     * The file behind the first word of a command: itself if it has a slash, else the first executable file of that name
     * on the path.
     *
     * @throws CommandNotStarted if there is no such file or it cannot be executed
     */
    static File find(String name, String path) throws CommandNotStarted {
        if (name.isEmpty()) {
            throw new CommandNotStarted("its name is empty");
        }
        if (name.indexOf('/') >= 0) {
            return check(new File(name), name);
        }
        for (String folder : path.split(File.pathSeparator, -1)) {
            File file = new File(folder.isEmpty() ? "." : folder, name);
            if (file.isFile() && file.canExecute()) {
                return file;
            }
        }
        throw new CommandNotStarted("no program named " + name + " on the node's PATH (" + path + ")");
    }

    private static File check(File file, String name) throws CommandNotStarted {
        if (!file.exists()) {
            throw new CommandNotStarted("no such file: " + name);
        }
        if (file.isDirectory()) {
            throw new CommandNotStarted("it is a directory: " + name);
        }
        if (!file.canExecute()) {
            throw new CommandNotStarted("no permission to execute: " + name);
        }
        return file;
    }
}
