package io.understudy.session.config;

import io.understudy.session.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How batches are taken, run and followed.
 *
 * @param hadoopFolder where the cluster's own core-site.xml and yarn-site.xml lie, if told here
 * @param stagingFolder where the ApplicationMaster's jar is put, if told here; else the adapter's own place
 * @param pollInterval how often YARN is asked for all batches
 * @param submitParallelism how many submissions are under way at once
 * @param submitHorizon how long a submission of unknown outcome is looked for
 * @param lostAfter after how long a batch that YARN does not know ends dead
 * @param commandMemory of a command's container where the request says nothing
 * @param commandCores of a command's container where the request says nothing
 * @param maxCreating how many batches may wait for their submission before another is refused
 * @param localFolders folders of this host that batches may read
 */
public record SessionSettings(
        Optional<Path> hadoopFolder,
        Optional<String> stagingFolder,
        Duration pollInterval,
        int submitParallelism,
        Duration submitHorizon,
        Duration lostAfter,
        MemorySize commandMemory,
        int commandCores,
        int maxCreating,
        List<String> localFolders) {

    public static final Key<String> HADOOP_CONF_DIR = Key.optional(
            "session.hadoop.conf.dir",
            Format.text("an absolute path", "/.*"),
            "The folder with the cluster's core-site.xml and yarn-site.xml. Without it the environment's"
                    + " `HADOOP_CONF_DIR` counts.");
    public static final Key<String> STAGING_DIR = Key.optional(
            "session.staging.dir",
            Format.text(),
            "Where on the cluster's file system the ApplicationMaster of command batches is put, once per version."
                    + " Without it: `.understudy` in the service user's home there.");
    public static final Key<Duration> POLL_INTERVAL = Key.of(
            "session.poll.interval",
            Format.duration(),
            "1s",
            "How often YARN is asked, in one query, for the state of all batches.");
    public static final Key<Integer> SUBMIT_PARALLELISM = Key.of(
            "session.submit.parallelism", Format.integer(1, 64), "8", "How many submissions are under way at once.");
    public static final Key<Duration> SUBMIT_HORIZON = Key.of(
            "session.submit.horizon",
            Format.duration(),
            "15m",
            "How long a submission of unknown outcome is looked for in YARN before its batch ends `dead`. It is never"
                    + " repeated on suspicion.");
    public static final Key<Duration> LOST_AFTER = Key.of(
            "session.lost-after",
            Format.duration(),
            "24h",
            "After how long a batch whose application YARN does not know any longer ends `dead`.");
    public static final Key<MemorySize> COMMAND_MEMORY = Key.of(
            "session.command.memory",
            Format.memory(),
            "512m",
            "Memory of a command's container where the request has no `driverMemory`.");
    public static final Key<Integer> COMMAND_CORES = Key.of(
            "session.command.cores",
            Format.integer(1, 1024),
            "1",
            "Virtual cores of a command's container where the request has no `driverCores`.");
    public static final Key<Integer> MAX_CREATING = Key.of(
            "session.max-creating",
            Format.integer(1, 1_000_000),
            "1000",
            "How many batches may wait for their submission; beyond, POST is answered 400 `Rejected, too many sessions"
                    + " are being created!`.");
    public static final Key<List<String>> LOCAL_DIRS = Key.of(
            "session.file.local-dirs",
            Format.texts("absolute paths, separated by commas"),
            "",
            "Folders of the daemons' hosts whose files batches may name; others are refused. Livy's name for it is"
                    + " `livy.file.local-dir-whitelist`.");

    /** The keys that it is made of. */
    public static final Keys KEYS = Keys.of(
            HADOOP_CONF_DIR,
            STAGING_DIR,
            POLL_INTERVAL,
            SUBMIT_PARALLELISM,
            SUBMIT_HORIZON,
            LOST_AFTER,
            COMMAND_MEMORY,
            COMMAND_CORES,
            MAX_CREATING,
            LOCAL_DIRS);

    public SessionSettings {
        localFolders = List.copyOf(localFolders);
    }

    /**
     * Picks it from all settings.
     *
     * @param environment the process's, for {@code HADOOP_CONF_DIR}
     */
    public static SessionSettings of(Settings settings, Map<String, String> environment) {
        return new SessionSettings(
                settings.find(HADOOP_CONF_DIR)
                        .or(() -> Optional.ofNullable(environment.get("HADOOP_CONF_DIR")))
                        .filter(path -> !path.isBlank())
                        .map(Path::of),
                settings.find(STAGING_DIR),
                settings.get(POLL_INTERVAL),
                settings.get(SUBMIT_PARALLELISM),
                settings.get(SUBMIT_HORIZON),
                settings.get(LOST_AFTER),
                settings.get(COMMAND_MEMORY),
                settings.get(COMMAND_CORES),
                settings.get(MAX_CREATING),
                settings.get(LOCAL_DIRS));
    }
}
