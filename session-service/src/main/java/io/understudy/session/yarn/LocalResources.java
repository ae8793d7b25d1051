package io.understudy.session.yarn;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.URL;

/** The files that YARN puts into a container's working directory, by the names they have there. */
final class LocalResources {

    private final Configuration hadoop;
    private final Map<String, LocalResource> resources = new LinkedHashMap<>();

    LocalResources(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /** A file whose status is known. */
    void add(String name, FileStatus file) {
        resources.put(name, resource(file, LocalResourceType.FILE));
    }

    /**
     * Adds what a request names.
     *
     * @param uris with {@code #name} for another name than the file's own
     * @throws RefusedByUs if a file is not there, is a folder, or two have the same name
     */
    void add(List<String> uris, LocalResourceType type) throws IOException, RefusedByUs {
        for (String uri : uris) {
            int mark = uri.lastIndexOf('#');
            Path path = path(mark < 0 ? uri : uri.substring(0, mark));
            String name = mark < 0 ? path.getName() : uri.substring(mark + 1);
            if (name.isEmpty() || name.contains("/")) {
                throw new RefusedByUs("'" + uri + "' needs a plain file name after '#'.");
            }
            if (resources.containsKey(name)) {
                throw new RefusedByUs("two files would be named '" + name
                        + "' in the working directory: rename one with" + " '#othername' at the end of its URI.");
            }
            resources.put(name, resource(status(path), type));
        }
    }

    Map<String, LocalResource> all() {
        return resources;
    }

    private static Path path(String uri) throws RefusedByUs {
        try {
            return new Path(uri);
        } catch (IllegalArgumentException e) {
            throw new RefusedByUs("'" + uri + "' is no path: " + Words.of(e));
        }
    }

    private FileStatus status(Path path) throws IOException, RefusedByUs {
        try {
            FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
            if (status.isDirectory()) {
                throw new RefusedByUs(path + " is a folder: only files can be named.");
            }
            return status;
        } catch (FileNotFoundException missing) {
            throw new RefusedByUs("there is no file " + path + ".");
        }
    }

    private static LocalResource resource(FileStatus file, LocalResourceType type) {
        return LocalResource.newInstance(
                URL.fromPath(file.getPath()),
                type,
                LocalResourceVisibility.PRIVATE,
                file.getLen(),
                file.getModificationTime());
    }
}
