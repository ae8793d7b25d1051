package io.understudy.session.config;

import io.understudy.session.Limits;
import io.understudy.session.MemorySize;
import io.understudy.session.PathRules;
import io.understudy.session.RequestRules;
import io.understudy.session.RetentionRules;
import io.understudy.session.SubmissionRules;
import io.understudy.session.service.ServiceSettings;
import io.understudy.session.spark.SparkSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * How batches are taken, run and followed.
 *
 * @param hadoopFolder where the cluster's own core-site.xml and yarn-site.xml lie; empty if nobody told
 * @param stagingFolder where the ApplicationMaster's jar is put, if told here; else the adapter's own place
 * @param service how the service works
 * @param spark how Spark batches are submitted; empty if there is no Spark
 * @param localFolders folders of this host that batches may read
 */
public record SessionSettings(
        Optional<Path> hadoopFolder,
        Optional<String> stagingFolder,
        ServiceSettings service,
        Optional<SparkSettings> spark,
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
            "session.submit.parallelism",
            Format.integer(1, 64),
            "8",
            "How many submissions of each kind are under way at once. Each of a Spark batch is a JVM of its own on the"
                    + " active's host.");
    public static final Key<Duration> SUBMIT_HORIZON = Key.of(
            "session.submit.horizon",
            Format.duration(),
            "15m",
            "How long a submission of unknown outcome is looked for in YARN before its batch ends `dead`. It is never"
                    + " repeated on suspicion.");
    public static final Key<Duration> SUBMIT_TIMEOUT = Key.of(
            "session.submit.timeout",
            Format.duration(),
            "10m",
            "How long a run of spark-submit may take until it is killed. Then it is tried again, once YARN is sure to have"
                    + " nothing of it; three times at most.");
    public static final Key<SubmissionRules.Doubt> SUBMIT_DOUBT = Key.of(
            "session.submit.doubt",
            Format.choice(SubmissionRules.Doubt.class),
            "fail",
            "What becomes of a Spark batch of which nobody knows, after `session.submit.horizon`, whether it was"
                    + " submitted: `fail` ends it `dead`; `resubmit` submits it again, and gives up for availability that"
                    + " a batch makes at most one application.");
    public static final Key<String> SPARK_HOME = Key.optional(
            "session.spark.home",
            Format.text("an absolute path", "/.*"),
            "Spark's folder on each host; `bin/spark-submit` is in it. Without it no Spark batches are taken.");
    public static final Key<String> SPARK_OPTIONS = Key.optional(
            "session.spark.submit.java-options",
            Format.text(),
            "Options of spark-submit's JVM, as its `SPARK_SUBMIT_OPTS` takes them; `-Xmx256m` keeps many of them small.");
    public static final Key<Duration> LOST_AFTER = Key.of(
            "session.lost-after",
            Format.duration(),
            "24h",
            "After how long a batch whose application YARN does not know any longer ends `dead`.");
    public static final Key<Duration> RETENTION = Key.of(
            "session.retention",
            Format.duration(),
            "7d",
            "How long a batch is kept after its end. Its key is remembered for 24 h more.");
    public static final Key<Integer> RETENTION_MAX = Key.of(
            "session.retention.max-sessions",
            Format.integer(0, Integer.MAX_VALUE),
            "100000",
            "How many ended batches are kept at most; beyond, the oldest go sooner. Each needs about 250 bytes of heap on"
                    + " top of its record.");
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
            "400",
            "How many batches may be in the making at once; beyond, POST is answered 400 `Rejected, too many sessions"
                    + " are being created!`.");
    public static final Key<Integer> MAX_LIVE = Key.of(
            "session.max-live",
            Format.integer(0, 1_000_000),
            "0",
            "How many batches may be live, that is, not have ended; beyond, POST is answered 429 with `Retry-After`. 0: as"
                    + " many as come.");
    public static final Key<Integer> MAX_LIVE_PER_USER = Key.of(
            "session.max-live-per-user",
            Format.integer(0, 1_000_000),
            "0",
            "How many batches of one owner may be live; beyond, POST is answered 429 with `Retry-After`. Batches without an"
                    + " owner count as those of one user. 0: as many as come.");
    public static final Key<Integer> MAX_UNSUBMITTED = Key.of(
            "session.max-unsubmitted",
            Format.integer(0, 1_000_000),
            "0",
            "How many batches may wait for their submission or be under submission; beyond, POST is answered 400"
                    + " `Rejected, too many sessions are being created!`. 0: as many as come.");
    public static final Key<List<String>> LOCAL_DIRS = Key.of(
            "session.file.local-dirs",
            Format.texts("absolute paths, separated by commas"),
            "",
            "Folders of the daemons' hosts whose files batches may name; others are refused. Livy's name for it is"
                    + " `livy.file.local-dir-whitelist`.");

    public static final Key<HostPort> HTTP_ADDRESS = Key.of(
            "session.http.address",
            Format.hostPort(),
            "127.0.0.1:8998",
            "Where `bin/session-service` listens; the daemon has `ha.http.address.<node>`. Without"
                    + " `session.auth.type`, keep to loopback or to a network that you trust.");

    /** The keys that it is made of, and that of the service alone. */
    public static final Keys KEYS = Keys.of(
            HTTP_ADDRESS,
            HADOOP_CONF_DIR,
            STAGING_DIR,
            POLL_INTERVAL,
            SUBMIT_PARALLELISM,
            SUBMIT_HORIZON,
            SUBMIT_TIMEOUT,
            SUBMIT_DOUBT,
            SPARK_HOME,
            SPARK_OPTIONS,
            LOST_AFTER,
            RETENTION,
            RETENTION_MAX,
            COMMAND_MEMORY,
            COMMAND_CORES,
            MAX_CREATING,
            MAX_LIVE,
            MAX_LIVE_PER_USER,
            MAX_UNSUBMITTED,
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
        Optional<Path> hadoopFolder = settings.find(HADOOP_CONF_DIR)
                .or(() -> Optional.ofNullable(environment.get("HADOOP_CONF_DIR")))
                .filter(path -> !path.isBlank())
                .map(Path::of);
        return new SessionSettings(
                hadoopFolder,
                settings.find(STAGING_DIR),
                service(settings),
                settings.find(SPARK_HOME)
                        .map(home -> new SparkSettings(
                                Path.of(home),
                                hadoopFolder,
                                settings.find(SPARK_OPTIONS),
                                settings.get(SUBMIT_TIMEOUT))),
                settings.get(LOCAL_DIRS));
    }

    private static ServiceSettings service(Settings settings) {
        Duration horizon = settings.get(SUBMIT_HORIZON);
        Duration repeatWithin = SubmissionRules.DEFAULT.repeatWithin();
        return new ServiceSettings(
                settings.get(POLL_INTERVAL),
                settings.get(LOST_AFTER),
                new RetentionRules(settings.get(RETENTION), settings.get(RETENTION_MAX)),
                new SubmissionRules(
                        horizon.compareTo(repeatWithin) < 0 ? horizon : repeatWithin,
                        horizon,
                        settings.get(SUBMIT_DOUBT)),
                ServiceSettings.DEFAULT.deleteWait(),
                ServiceSettings.DEFAULT.drainWait(),
                settings.get(MAX_CREATING),
                settings.get(SUBMIT_PARALLELISM),
                ServiceSettings.DEFAULT.lookupsPerPoll(),
                ServiceSettings.DEFAULT.logCacheChars(),
                settings.get(COMMAND_MEMORY).mebibytes(),
                settings.get(COMMAND_CORES),
                new Limits(settings.get(MAX_LIVE), settings.get(MAX_LIVE_PER_USER), settings.get(MAX_UNSUBMITTED)));
    }

    /**
     * What requests must keep to.
     *
     * @throws InvalidConfiguration if {@code fs.defaultFS} is not a URI
     */
    public RequestRules rules(Configuration hadoop) throws InvalidConfiguration {
        String fileSystem = hadoop.getTrimmed("fs.defaultFS", "file:///");
        try {
            return new RequestRules(new PathRules(new URI(fileSystem), localFolders), spark.isPresent());
        } catch (URISyntaxException malformed) {
            throw new InvalidConfiguration(
                    "fs.defaultFS is \"%s\": it must be a URI; correct it in core-site.xml".formatted(fileSystem));
        }
    }
}
