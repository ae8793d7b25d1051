package io.understudy.session.config.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperProcess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.StoreSetup;
import io.understudy.fencing.zookeeper.ZooKeeperSession;
import io.understudy.fencing.zookeeper.ZooKeeperSession.State;
import io.understudy.fencing.zookeeper.ZooKeeperSessions;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the settings to a store on a real server, over TLS and by SASL. */
final class SecureConnectionTest {

    private static final String EPOCH = "/understudy/c/epoch";

    private final StoreLoop loop = new StoreLoop("store");
    private final Optional<Configuration> logins = logins();

    @TempDir
    private Path dir;

    private static Optional<Configuration> logins() {
        try {
            return Optional.of(Configuration.getConfiguration());
        } catch (SecurityException none) {
            return Optional.empty();
        }
    }

    @AfterEach
    void stop() {
        loop.close();
        Configuration.setConfiguration(logins.orElse(null));
    }

    @Test
    void aStoreOverTlsWithCertificatesOnBothSides() throws Exception {
        try (ZooKeeperProcess server = SecureServers.tls(dir, "need")) {
            Map<String, String> values = tls(server);
            values.put(
                    "ha.zookeeper.ssl.keystore.location",
                    dir.resolve("client.p12").toString());
            values.put("ha.zookeeper.ssl.keystore.password", SecureServers.KEY_PASSWORD);

            assertThat(aclOfStore(values)).singleElement().satisfies(entry -> {
                assertThat(entry.getPerms()).isEqualTo(Perms.ALL);
                assertThat(entry.getId().getId()).startsWith("alice:");
            });
        }
    }

    @Test
    void aServerThatIsNotTrustedIsNotSpokenTo() throws Exception {
        try (ZooKeeperProcess server = SecureServers.tls(dir, "none")) {
            Map<String, String> values = tls(server);
            assertThat(aclOfStore(values)).as("while it is trusted").hasSize(1);

            values.put(
                    "ha.zookeeper.ssl.truststore.location",
                    dir.resolve("client-trust.p12").toString());
            assertThat(firstState(values)).isEqualTo(State.DISCONNECTED);
        }
    }

    @Test
    void aStoreBySaslIsItsUsersAlone() throws Exception {
        try (ZooKeeperProcess server = SecureServers.sasl(dir, "right")) {
            Map<String, String> values = sasl(server, "right");

            assertThat(aclOfStore(values)).containsExactly(new ACL(Perms.ALL, new Id("sasl", "alice")));

            ZooKeeper stranger = TestingZooKeeper.connect(server.connectString(), 6000);
            assertThatExceptionOfType(NoAuthException.class).isThrownBy(() -> stranger.getData(EPOCH, false, null));
            stranger.close();
        }
    }

    @Test
    void anAclMayNameSaslUsers() throws Exception {
        try (ZooKeeperProcess server = SecureServers.sasl(dir, "right")) {
            Map<String, String> values = sasl(server, "right");
            values.put("ha.zookeeper.acl", "sasl:alice:cdrwa,sasl:bob:r");

            assertThat(aclOfStore(values))
                    .containsExactly(
                            new ACL(Perms.ALL, new Id("sasl", "alice")), new ACL(Perms.READ, new Id("sasl", "bob")));
        }
    }

    @Test
    void aWrongPasswordBySaslIsRefused() throws Exception {
        try (ZooKeeperProcess server = SecureServers.sasl(dir, "right")) {
            assertThat(stateOf(sasl(server, "wrong"), State.REFUSED)).isEqualTo(State.REFUSED);
        }
    }

    @Test
    void aSchemeThatTheServerDoesNotKnowIsRefused() throws Exception {
        try (TestingZooKeeper server = TestingZooKeeper.start()) {
            Map<String, String> values = new HashMap<>(
                    Map.of("ha.zookeeper.quorum", server.connectString(), "ha.zookeeper.auth", "unheard:of"));
            assertThat(stateOf(values, State.REFUSED)).isEqualTo(State.REFUSED);
        }
    }

    private Map<String, String> tls(ZooKeeperProcess server) throws Exception {
        return new HashMap<>(Map.of(
                "ha.zookeeper.quorum",
                server.connectString(),
                "ha.zookeeper.auth",
                "digest:alice:secret",
                "ha.zookeeper.ssl.enabled",
                "true",
                "ha.zookeeper.ssl.truststore.location",
                SecureServers.trustStore(dir, "server", SecureServers.KEY_PASSWORD),
                "ha.zookeeper.ssl.truststore.password",
                SecureServers.KEY_PASSWORD));
    }

    private Map<String, String> sasl(ZooKeeperProcess server, String password) throws IOException {
        return new HashMap<>(Map.of(
                "ha.zookeeper.quorum", server.connectString(),
                "ha.zookeeper.sasl.jaas.file", SecureServers.jaas(dir, password),
                "ha.zookeeper.sasl.section", "Store"));
    }

    private ZooKeeperSettings read(Map<String, String> values) throws InvalidConfiguration {
        Map<String, String> all = new HashMap<>(values);
        all.put("ha.cluster.id", "c");
        Settings settings = Settings.check(all, ClusterSettings.KEYS.and(ZooKeeperKeys.KEYS));
        ZooKeeperSettings read = ZooKeeperSettings.of(settings, ClusterSettings.of(settings, dir), Optional.empty());
        read.login().ifPresent(SaslLogin::install);
        return read;
    }

    /** Sets the store up as a node does, on a session of its own. */
    private List<ACL> aclOfStore(Map<String, String> values) throws Exception {
        ZooKeeperSettings settings = read(values);
        Reply<ZooKeeper> connected = new Reply<>();
        try (ZooKeeperSession session = new ZooKeeperSessions(settings.address(), loop).open((handle, state) -> {
            if (state == State.CONNECTED && !connected.isGiven()) {
                connected.accept(handle);
            }
        })) {
            Reply<StoreState> prepared = new Reply<>();
            new StoreSetup(
                            connected.await(),
                            settings.access("Mend it.", Duration.ofSeconds(30)),
                            loop,
                            InstantSource.system())
                    .prepare(StoreMemory.NOTHING, new Candidate("n1", "n1-1", "yarn"), prepared);
            assertThat(prepared.await()).isInstanceOf(StoreState.Joinable.class);
            return session.zooKeeper().getACL(EPOCH, new Stat());
        }
    }

    private State firstState(Map<String, String> values) throws Exception {
        return awaitState(values, state -> true);
    }

    private State stateOf(Map<String, String> values, State wanted) throws Exception {
        return awaitState(values, wanted::equals);
    }

    private State awaitState(Map<String, String> values, Predicate<State> wanted) throws Exception {
        Reply<State> told = new Reply<>();
        ZooKeeperSession session = new ZooKeeperSessions(read(values).address(), loop).open((handle, state) -> {
            if (wanted.test(state) && !told.isGiven()) {
                told.accept(state);
            }
        });
        try {
            return told.await();
        } finally {
            session.close();
        }
    }
}
