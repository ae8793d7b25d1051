package io.understudy.session.standalone;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.memory.MemoryFile;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.session.audit.LoggedAudit;
import io.understudy.session.config.AccessSettings;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Keys;
import io.understudy.session.config.ProductVersion;
import io.understudy.session.config.SessionSettings;
import io.understudy.session.config.Settings;
import io.understudy.session.config.SiteFiles;
import io.understudy.session.config.zookeeper.SaslLogin;
import io.understudy.session.config.zookeeper.ZooKeeperKeys;
import io.understudy.session.config.zookeeper.ZooKeeperSettings;
import io.understudy.session.http.Access;
import io.understudy.session.http.HttpFront;
import io.understudy.session.http.LivyApi;
import io.understudy.session.service.BatchSessions;
import io.understudy.session.service.EndReports;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.service.ThreadLoop;
import io.understudy.session.spark.SparkSubmitProcesses;
import io.understudy.session.standalone.term.Solo;
import io.understudy.session.standalone.term.StoreSession;
import io.understudy.session.standalone.zookeeper.ZooKeeperStoreSession;
import io.understudy.session.store.ZnodeSessions;
import io.understudy.session.yarn.ApplicationMasterJar;
import io.understudy.session.yarn.YarnCluster;
import io.understudy.session.yarn.YarnSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service alone, wired. */
final class StandaloneService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandaloneService.class);
    private static final Keys KEYS = ClusterSettings.KEYS
            .and(ZooKeeperKeys.KEYS)
            .and(SessionSettings.KEYS)
            .and(AccessSettings.KEYS);
    private static final List<String> SHARED = List.of("ha.cluster.", "ha.zookeeper.", "ha.state.");
    private static final int RENDERERS = 4;
    private static final int LAST_WRITES_SECONDS = 5;
    private static final Duration LAST_SUBMISSIONS = Duration.ofSeconds(20);

    private final CompletableFuture<String> fatal = new CompletableFuture<>();
    private final ThreadLoop loop = new ThreadLoop();
    private final StoreLoop storeLoop = new StoreLoop("store");
    private final ExecutorService records = threads("records", 1);
    private final ExecutorService renderers = threads("answers", RENDERERS);
    private final MemoryFile memory;
    private final YarnCluster yarn;
    private final SparkSubmitter submitter;
    private final HttpFront front;
    private final Solo solo;

    private StandaloneService(
            ClusterSettings cluster,
            ZooKeeperSettings zooKeeper,
            SessionSettings batches,
            AccessSettings access,
            HostPort address,
            Configuration hadoop)
            throws InvalidConfiguration, IOException {
        memory = MemoryFile.open(cluster.stateFolder());
        Path master = ApplicationMasterJar.on(System.getProperty("java.class.path"));
        int parallel = batches.service().parallelSubmissions();
        yarn = YarnCluster.open(new YarnSettings(hadoop, cluster.cluster(), batches.stagingFolder(), master, parallel));
        submitter = SparkSubmitProcesses.open(batches.spark());
        BatchSessions sessions = new BatchSessions(
                loop,
                store -> new ZnodeSessions(store, records),
                yarn,
                submitter,
                EndReports.NONE,
                new SecureRandom(),
                batches.service());
        LivyApi api = new LivyApi(
                sessions,
                batches.rules(hadoop),
                new Access(access.rules(), access.csrfProtection()),
                new LoggedAudit("standalone"),
                ProductVersion.current(),
                renderers);
        front = HttpFront.open(address.host(), address.port(), api, access.authenticator());
        Candidate self = new Candidate("standalone", UUID.randomUUID().toString(), yarn.identity());
        StoreAccess store = zooKeeper.access(
                "To go on with what is there, run haadmin adopt, which corrects "
                        + cluster.stateFolder().resolve(MemoryFile.NAME) + ", and start again.",
                cluster.sessionTimeout());
        StoreSession.Opener opener = ZooKeeperStoreSession.opener(
                zooKeeper.address(),
                store,
                ZooKeeperStoreSession.Member.of(self, "http://" + new HostPort(address.host(), front.port())),
                storeLoop);
        solo = new Solo(loop, opener, sessions, self, memory.recall(), memory::keep, fatal::complete);
        LOG.info("Listening on {}:{}.", address.host(), front.port());
    }

    /**
     * Reads the configuration and opens the HTTP port.
     *
     * @throws InvalidConfiguration with a sentence for the operator
     * @throws IOException with a sentence for the operator
     */
    static StandaloneService open(Path conf, Map<String, String> environment) throws InvalidConfiguration, IOException {
        Settings settings = SiteFiles.load(conf, KEYS, StandaloneService::isOfTheDaemon);
        SessionSettings batches = SessionSettings.of(settings, environment);
        AccessSettings access = AccessSettings.of(settings);
        HostPort address = settings.get(SessionSettings.HTTP_ADDRESS);
        if (!access.authenticator().isRequired()) {
            warnIfOpenToAll(address);
        }
        Configuration hadoop = SiteFiles.loadHadoop(batches.hadoopFolder());
        ClusterSettings cluster = ClusterSettings.of(settings, conf);
        ZooKeeperSettings zooKeeper = ZooKeeperSettings.of(settings, cluster, batches.hadoopFolder());
        zooKeeper.warnings().forEach(LOG::warn);
        zooKeeper.login().ifPresent(SaslLogin::install);
        return new StandaloneService(cluster, zooKeeper, batches, access, address, hadoop);
    }

    /** Both may share a configuration folder. */
    private static boolean isOfTheDaemon(String key) {
        return key.startsWith("ha.") && SHARED.stream().noneMatch(key::startsWith);
    }

    private static void warnIfOpenToAll(HostPort address) {
        InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
        if (!resolved.isUnresolved() && !resolved.getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "Nobody is authenticated, and {} can be reached by others: whoever reaches it may run programs on"
                            + " the cluster.",
                    address);
        }
    }

    /** Runs until it cannot go on, and says why. */
    String run() {
        solo.start();
        return fatal.join();
    }

    /** Lets the last answers out, ends the last writes, gives up the seat. */
    @Override
    public void close() {
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            front.close();
            submitter.finish(LAST_SUBMISSIONS);
            solo.stop(stopped::countDown);
            if (!stopped.await(LAST_WRITES_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("ZooKeeper did not answer in time; its session ends by itself.");
            }
        } catch (IOException unclean) {
            LOG.warn("{}", unclean.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        memory.close();
        yarn.close();
    }

    private static ExecutorService threads(String name, int number) {
        return Executors.newFixedThreadPool(number, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
