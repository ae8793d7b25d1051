package io.understudy.session.transfer;

import io.understudy.fencing.StorePaths;
import io.understudy.session.SessionId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node as it stands in an export.
 *
 * @param path relative to the cluster's root
 * @param data its bytes, exactly
 */
@SuppressWarnings("ArrayRecordComponent")
record ExportedNode(String path, byte[] data) {

    private static final Pattern NUMBERED = Pattern.compile("(sessions|logs)/[0-9a-f]{2}/([0-9]{10})");

    boolean isLog() {
        return path.startsWith(StorePaths.LOGS + "/");
    }

    /** The session that it belongs to; empty if its path is not one of a session or its log. */
    Optional<SessionId> id() {
        Matcher matcher = NUMBERED.matcher(path);
        return matcher.matches() ? SessionId.parse(matcher.group(2)) : Optional.empty();
    }

    /** Where the store keeps it: its own path, unless it lay in the wrong shard. */
    String place() {
        int id = id().orElseThrow().number();
        return isLog() ? StorePaths.log(id) : StorePaths.session(id);
    }
}
