package io.understudy.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Where the files of a batch may lie. A path without a scheme lies on the cluster's file system; files of this host are
 * refused but for the folders that the operator named.
 *
 * @param defaultFileSystem {@code fs.defaultFS}
 * @param localFolders absolute folders of this host that batches may read
 */
public record PathRules(URI defaultFileSystem, List<String> localFolders) {

    public PathRules {
        localFolders = localFolders.stream().map(PathRules::withoutDotSegments).toList();
    }

    /**
     * Makes a path a full URI.
     *
     * @throws RejectedRequest if it is not absolute, not a URI, or lies on this host where it may not
     */
    String qualify(String path) throws RejectedRequest {
        URI uri = parse(path);
        String scheme = uri.getScheme() == null ? defaultScheme() : uri.getScheme();
        boolean rooted = uri.getPath() != null && uri.getPath().startsWith("/");
        if (!rooted || (uri.getScheme() == null && uri.getRawAuthority() != null)) {
            throw notAbsolute(path);
        }
        if (scheme.toLowerCase(Locale.ROOT).equals("file")) {
            checkLocal(uri.getPath());
        }
        return uri.getScheme() == null ? defaultPrefix() + path : path;
    }

    /**
     * Checks a path that Spark takes for one of this host where it has no scheme, whatever the cluster's file system is.
     *
     * @throws RejectedRequest if it is not absolute, not a URI, or lies where it may not
     */
    void checkOnHost(String path) throws RejectedRequest {
        if (parse(path).getScheme() != null) {
            qualify(path);
        } else if (path.startsWith("/")) {
            checkLocal(path);
        } else {
            throw notAbsolute(path);
        }
    }

    private static RejectedRequest notAbsolute(String path) {
        return new RejectedRequest("requirement failed: Path '" + path + "' is not absolute.");
    }

    private static URI parse(String path) throws RejectedRequest {
        try {
            URI uri = new URI(path);
            if (uri.getPath() == null || uri.getPath().chars().noneMatch(Character::isISOControl)) {
                return uri;
            }
        } catch (URISyntaxException notAUri) {
            // Told below, in the words of this contract.
        }
        throw new RejectedRequest("requirement failed: Path '" + path + "' is not a valid URI.");
    }

    private void checkLocal(String path) throws RejectedRequest {
        // Decoded first: "%2e%2e" must not leave a permitted folder either.
        String local = withoutDotSegments(path);
        if (localFolders.stream().noneMatch(local::startsWith)) {
            throw new RejectedRequest("requirement failed: Local path " + path + " cannot be added to user sessions.");
        }
    }

    /**
     * With a slash at both ends, so that {@code /data2} is not in {@code /data}. Not {@code java.nio.file.Path}: that
     * refuses names which the JVM's own character set does not have.
     */
    private static String withoutDotSegments(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        return kept.isEmpty() ? "/" : "/" + String.join("/", kept) + "/";
    }

    private String defaultScheme() {
        String scheme = defaultFileSystem.getScheme();
        return scheme == null ? "file" : scheme;
    }

    private String defaultPrefix() {
        String authority = defaultFileSystem.getRawAuthority();
        return defaultScheme() + "://" + (authority == null ? "" : authority);
    }
}
