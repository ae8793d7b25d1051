package io.understudy.ha;

import ch.qos.logback.classic.LoggerContext;
import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.admin.Administration;
import io.understudy.ha.admin.ControlDesk;
import io.understudy.ha.admin.Standing;
import io.understudy.ha.admin.StatusPage;
import io.understudy.ha.admin.rpc.RpcCallers;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.custody.zookeeper.CustodyParts;
import io.understudy.ha.election.CommandedElection;
import io.understudy.ha.election.LockData;
import io.understudy.ha.election.ZooKeeperElection;
import io.understudy.ha.election.fencing.HadoopFencing;
import io.understudy.ha.fencing.Debts;
import io.understudy.ha.gateway.Gateway;
import io.understudy.ha.gateway.GatewayRehearsal;
import io.understudy.ha.gateway.GatewaySettings;
import io.understudy.ha.gateway.LocalHandler;
import io.understudy.ha.gateway.Traffic;
import io.understudy.ha.membership.MemberIdentity;
import io.understudy.ha.membership.zookeeper.MembershipSettings;
import io.understudy.ha.membership.zookeeper.ZooKeeperMembership;
import io.understudy.ha.metrics.Metrics;
import io.understudy.ha.metrics.MetricsBean;
import io.understudy.ha.metrics.MetricsPage;
import io.understudy.ha.metrics.ProcessMeters;
import io.understudy.ha.metrics.TimedHistory;
import io.understudy.ha.node.Election;
import io.understudy.ha.node.Node;
import io.understudy.ha.node.NodePorts;
import io.understudy.ha.node.NodeSettings;
import io.understudy.ha.node.NodeStatus;
import io.understudy.ha.node.PatientService;
import io.understudy.ha.node.Service;
import io.understudy.ha.node.StoreAnnouncer;
import io.understudy.ha.node.StoreHistory;
import io.understudy.ha.node.ThreadLoop;
import io.understudy.ha.node.memory.StoreMemoryFile;
import io.understudy.session.audit.AuditLog;
import io.understudy.session.audit.LoggedAudit;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.ProductVersion;
import io.understudy.session.http.Access;
import io.understudy.session.http.LivyApi;
import io.understudy.session.rehearsal.Rehearsal;
import io.understudy.session.service.BatchSessions;
import io.understudy.session.service.SparkSubmitter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** The daemon of one host: who it is, what it is made of, and how the parts hang together. */
public final class HaDaemon {

    private static final Duration DRAIN = Duration.ofSeconds(25);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final long ANSWER_BYTES = Runtime.getRuntime().maxMemory() / 8;
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final int SIGNS = 6;
    private static final Duration LAST_SUBMISSIONS = Duration.ofSeconds(30);
    private static final long LAST_WORDS_MS = 3_000;

    private final ScheduledExecutorService errands =
            Executors.newSingleThreadScheduledExecutor(Threads.named("errands"));
    private final StoreLoop storeLoop = new StoreLoop("store");
    private final CompletableFuture<Void> leavingSeen = new CompletableFuture<>();
    private final Duration stopGrace;
    private final ZooKeeperMembership membership;
    private final Election election;
    private final EndNotes endNotes;
    private final SparkSubmitter submitter;
    private final BatchSessions sessions;
    private final StoreMemoryFile memory;
    private final Node node;
    private final Gateway gateway;
    private final ThreadLoop requests;
    private final ThreadLoop fencingLoop;
    private final Fencings fencings;
    private final Switchovers switchovers;
    private final Pauses pauses;
    private final Tolls tolls;
    private final Health health;
    private final NodeStanding standing;
    private final HadoopDoor hadoop;
    private final List<String> cautions = new CopyOnWriteArrayList<>();
    private final Optional<Cord> cord;
    private final Runnable rehearsing;
    private boolean leaving;
    private final Duration timeout;

    /** Runs the daemon until it ends; its exit code is the process's. */
    public static void main(String[] args) {
        DaemonProcess.run(args, Backend::ofYarn);
    }

    /**
     * Wires a daemon; nothing runs yet but the member session.
     *
     * @param backend what its batches work with
     * @param ending told when the daemon has ended or must end
     * @param cord to the launcher, if there is one
     * @throws InvalidConfiguration with a sentence for the operator
     * @throws IOException with a sentence for the operator
     */
    HaDaemon(HaConfig config, Backend backend, Ending ending, Optional<Cord> cord)
            throws InvalidConfiguration, IOException {
        HadoopFencing methods =
                HadoopFencing.open(config.fencing(), config.cluster().cluster());
        String incarnation = UUID.randomUUID().toString();
        URI http = config.http(config.node());
        String version = ProductVersion.current();
        Duration timeout = config.cluster().sessionTimeout();
        StoreAccess access = config.zookeeper()
                .access(
                        "Restore its data or mend ha.zookeeper.quorum; to go on with what is there, stop all daemons and"
                                + " run haadmin adopt on every node, which corrects "
                                + config.cluster().stateFolder().resolve(StoreMemoryFile.NAME) + ".",
                        timeout.multipliedBy(2));
        ZooKeeperAddress zooKeeper = config.zookeeper().address();
        Candidate self =
                new Candidate(config.node(), incarnation, backend.cluster().identity());

        Standing.Identity identity = new Standing.Identity(
                config.cluster().cluster(),
                config.node(),
                version,
                config.hash(),
                self.format(),
                config.addresses(),
                new Standing.Equipment(
                        config.tags(), self.yarn(), config.settings().effective()));
        ProcessMeters process = new ProcessMeters(identity);

        LockData lockData = new LockData(config.node(), addresses(config), incarnation);
        Custodian custodian = cord.<Custodian>map(tied -> tied).orElse(Custodian.NOBODY);
        cord.ifPresent(tied -> tied.introduce(CustodyParts.of(
                config.zookeeper(),
                access.layout().path(StorePaths.grave(incarnation)),
                new String(lockData.toJson(), StandardCharsets.UTF_8))));
        this.cord = cord;
        this.rehearsing = () -> {
            if (config.rehearsed()) {
                Rehearsal.play(backend.rules(), config.sessions().service());
                GatewayRehearsal.play();
            }
        };
        this.timeout = timeout;

        stopGrace = config.stopGrace();
        memory = StoreMemoryFile.open(config.cluster().stateFolder());
        membership = ZooKeeperMembership.open(
                new MembershipSettings(
                        zooKeeper,
                        access,
                        new MemberIdentity(
                                config.node(), http, incarnation, version, config.hash(), Instant.now(), self.format()),
                        self),
                custodian,
                duplicate -> ending.wrong(duplicate.sentence()));
        Optional<CommandedElection> commanded = config.rpc().isCommanded()
                ? Optional.of(new CommandedElection(zooKeeper, access, storeLoop, InstantSource.system()))
                : Optional.empty();
        election = commanded
                .<Election>map(role -> role)
                .orElseGet(() -> new ZooKeeperElection(
                        zooKeeper, access, lockData, storeLoop, InstantSource.system(), custodian));

        endNotes = new EndNotes(membership::leaveWord, errands);
        submitter = backend.submitter();
        sessions = new BatchSessions(
                new io.understudy.session.service.ThreadLoop(),
                backend.stores(),
                backend.cluster(),
                backend.submitter(),
                endNotes,
                new SecureRandom(),
                config.sessions().service());
        fencingLoop = new ThreadLoop("fencing", ending::broken);
        fencings = new Fencings(methods, config.nodes(), membership, fencingLoop);
        ThreadLoop nodeLoop = new ThreadLoop("node", ending::broken);
        Service service = new NodeService(sessions, fencings);
        node = new Node(
                NodeSettings.of(self, timeout),
                new NodePorts(
                        election,
                        commanded.isPresent() ? new PatientService(service, nodeLoop) : service,
                        membership,
                        new StoreAnnouncer(addresses(config), InstantSource.system()),
                        new TimedHistory(
                                new StoreHistory(
                                        methods.isConfigured()
                                                ? Optional.of(new Debts(config.node()))
                                                : Optional.empty()),
                                process::tookOver),
                        memory,
                        membership,
                        new Bulletin(this::changed, ending)),
                nodeLoop,
                new SecureRandom());
        requests = new ThreadLoop("requests", ending::broken);
        switchovers = new Switchovers(
                config.node(), membership, membership, this::servesIn, node::requestSwitchover, requests);
        pauses = new Pauses(config.node(), membership, membership, node::reportPause, requests);
        health = new Health(node, config.cluster().stateFolder());

        standing = new NodeStanding(
                node,
                membership,
                this::problems,
                this::figures,
                membership::history,
                () -> warnings(config),
                membership::time,
                timeout);
        AuditLog audit = new LoggedAudit(config.node());
        LivyApi api = new LivyApi(
                sessions,
                backend.rules(),
                new Access(config.access().rules(), config.access().csrfProtection()),
                audit,
                version,
                Executors.newFixedThreadPool(2, Threads.named("answers")));
        Requests desk = new Requests(config.node(), membership, membership, pauses::current, this::servesIn);
        OrderAuthority authority = new OrderAuthority(config.access());
        gateway = new Gateway(
                new GatewaySettings(
                        config.node(),
                        config.bind().host(),
                        config.bind().port(),
                        http,
                        config.hold(),
                        ATTEMPT,
                        ANSWER_BYTES,
                        DRAIN),
                new Gateway.Parts(
                        standing,
                        membership,
                        traffic -> new Administration(
                                identity,
                                standing,
                                traffic,
                                desk,
                                config.rpc().isCommanded() ? new ControllersDecide(authority) : authority,
                                audit,
                                new LogbackLevels(
                                        (LoggerContext) LoggerFactory.getILoggerFactory(),
                                        errands,
                                        InstantSource.system()),
                                config.hold().time(),
                                metrics(identity, traffic, desk, process)),
                        new LocalBatches(api),
                        new StatusPage(identity, standing),
                        config.access().authenticator(),
                        audit));
        tolls = new Tolls(
                membership, gateway::counts, membership::setToll, this::servesIn, node::reportTolls, requests);
        RpcCallers callers = new RpcCallers(config.node(), config.access().authenticator(), authority);
        hadoop = new HadoopDoor(
                config,
                standing,
                gateway,
                health,
                callers,
                commanded.map(given -> new CommandedRole(node, given, callers, requests)));
    }

    /**
     * Opens the port and begins to stand for election.
     *
     * @throws IOException if the port cannot be had, with a sentence for the operator
     */
    void start() throws IOException {
        gateway.start();
        cautions.addAll(hadoop.open());
        membership.onChange(switchovers::look);
        membership.onChange(pauses::look);
        membership.onChange(tolls::look);
        node.start();
        rehearse();
        repeat(health::probe, PROBE);
        repeat(this::showLife, timeout.dividedBy(SIGNS));
    }

    /** Beside everything else: what a takeover needs is then loaded before one comes. */
    private void rehearse() {
        Thread rehearsal = new Thread(rehearsing, "rehearsal");
        rehearsal.setDaemon(true);
        rehearsal.start();
    }

    private void repeat(Runnable errand, Duration pause) {
        var unused = errands.scheduleWithFixedDelay(errand, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Not ready any more; hands over what this node holds. {@link Ending#inOrder} follows. */
    void leave() {
        promiseNothing();
        gateway.announceStop();
        node.stop();
        leavingSeen.completeOnTimeout(null, stopGrace.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * After {@link #leave}: goes on until load balancers have seen it, ends what clients wait for, and closes everything.
     * Each takes a bounded time.
     */
    void close() {
        leavingSeen.join();
        gateway.stop();
        hadoop.close();
        election.leave(() -> {});
        endSubmissions();
        membership.close();
        memory.close();
        storeLoop.close();
        requests.close();
        fencingLoop.close();
        errands.shutdownNow();
    }

    /** What still submits for a term that is over comes to its end, and whoever is in office hears how. */
    private void endSubmissions() {
        submitter.finish(LAST_SUBMISSIONS);
        CountDownLatch told = new CountDownLatch(1);
        sessions.deactivate(told::countDown);
        try {
            if (told.await(LAST_WORDS_MS, TimeUnit.MILLISECONDS)) {
                endNotes.await(LAST_WORDS_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To the launcher, as long as the node's loop ticks: without that it is better dead. */
    private synchronized void showLife() {
        if (standing.isAlive() && !leaving) {
            cord.ifPresent(tied -> tied.alive(timeout));
        }
    }

    /** A node that stops ticks no more; how long a stop may take is the launcher's to know. */
    private synchronized void promiseNothing() {
        leaving = true;
        cord.ifPresent(tied -> tied.alive(Duration.ZERO));
    }

    /** Of this node, for those who read the lock and {@code active}. */
    private static Map<String, String> addresses(HaConfig config) {
        Map<String, String> addresses = new HashMap<>();
        addresses.put("http", config.http(config.node()).toString());
        Optional.ofNullable(config.rpc().addresses().get(config.node()))
                .ifPresent(rpc -> addresses.put("rpc", rpc.toString()));
        return addresses;
    }

    private boolean servesIn(Epoch epoch) {
        return node.gate().isOpen() && node.status().epoch().equals(epoch);
    }

    private LocalHandler metrics(Standing.Identity identity, Traffic traffic, ControlDesk desk, ProcessMeters process) {
        Metrics metrics = new Metrics(identity, standing, traffic, desk, new NodeWorkings(node, sessions), process);
        MetricsBean.register(metrics, identity);
        return new MetricsPage(metrics, Executors.newSingleThreadExecutor(Threads.named("metrics")));
    }

    private Map<String, Integer> figures() {
        return sessions.figures()
                .map(figures -> Map.of(
                        "sessions", figures.sessions(),
                        "unfinished", figures.unfinished(),
                        "setAside", figures.setAside(),
                        "tombstones", figures.tombstones(),
                        "largestShard", figures.largestShard()))
                .orElse(Map.of());
    }

    private List<String> problems() {
        return Stream.concat(sessions.problems().stream(), fencings.problems().stream())
                .toList();
    }

    private List<String> warnings(HaConfig config) {
        return Stream.of(config.warnings(), membership.warnings(), cautions)
                .flatMap(List::stream)
                .toList();
    }

    private void changed(NodeStatus status) {
        membership.setReady(status.ready());
        membership.setBack(status.back());
        gateway.changed();
        switchovers.look();
        hadoop.changed();
    }
}
