package io.understudy.ha.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.understudy.ha.admin.rpc.NodeTarget;
import io.understudy.ha.admin.verbs.HadoopVerbs;
import io.understudy.ha.gateway.Reply;
import io.understudy.session.auth.AddressRange;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.HeaderAuthenticator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ha.HAServiceProtocol;
import org.apache.hadoop.ha.HAServiceProtocol.RequestSource;
import org.apache.hadoop.ha.HAServiceProtocol.StateChangeRequestInfo;
import org.apache.hadoop.ha.ZKFCProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hadoop's verbs against two nodes that are played behind real ports: what they do, and every exit code. */
final class HadoopVerbsTest {

    private static final String USER = System.getProperty("user.name");

    private final Configuration conf = new Configuration();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private PlayedHadoopNode n1;
    private PlayedHadoopNode n2;

    @BeforeEach
    void open() throws IOException {
        n1 = new PlayedHadoopNode("n1", conf, Authenticator.NONE);
        n2 = new PlayedHadoopNode("n2", conf, Authenticator.NONE);
        n1.serves(7);
        n2.standsBy();
        for (PlayedHadoopNode node : List.of(n1, n2)) {
            node.played.active = Optional.of(PlayedNode.served("n1", 7));
            node.played.says("n2", "standby");
        }
    }

    @AfterEach
    void close() {
        n1.close();
        n2.close();
    }

    @Test
    void aNodeSaysWhatItIs() {
        assertThat(run("-getServiceState", "n1")).isZero();
        assertThat(said()).isEqualTo("active\n");
        assertThat(run("-getServiceState", "n2")).isZero();
        assertThat(said()).isEqualTo("standby\n");
        n1.played.role = "starting";
        assertThat(run("-getServiceState", "n1")).isZero();
        assertThat(said()).isEqualTo("initializing\n");
    }

    @Test
    void nobodyIsActiveWhoseGateIsShut() {
        n1.played.gateOpen = false;

        assertThat(run("-getServiceState", "n1")).isZero();
        assertThat(said()).isEqualTo("standby\n");
    }

    @Test
    void whoDoesNotAnswerIsUnreachable() {
        n2.close();

        assertThat(run("-getServiceState", "n2")).isEqualTo(3);
        assertThat(complaint()).startsWith("haadmin: n2 at ").contains("does not answer: ");
        assertThat(run("-checkHealth", "n2")).isEqualTo(3);
        assertThat(run("-transitionToStandby", "n2")).isEqualTo(3);
    }

    @Test
    void allStatesAtOnce() {
        assertThat(run("-getAllServiceState")).isZero();
        assertThat(said())
                .containsPattern("(localhost|127.0.0.1):" + n1.port() + " +active")
                .containsPattern("(localhost|127.0.0.1):" + n2.port() + " +standby");

        n2.close();
        assertThat(run("-getAllServiceState")).isEqualTo(5);
        assertThat(said()).containsPattern("(localhost|127.0.0.1):" + n2.port() + " +Failed to connect: ");

        n1.standsBy();
        assertThat(run("-getAllServiceState")).isEqualTo(6);
        n1.close();
        assertThat(run("-getAllServiceState")).isEqualTo(3);
    }

    @Test
    void aNodeThatIsWellSaysSoAndOneThatIsNotSaysWhy() {
        assertThat(run("-checkHealth", "n1")).isZero();
        assertThat(run("-checkHealth", "n2")).isZero();

        n1.ailments = List.of("the disk is full");
        n2.played.role = "sidelined";
        n2.played.candidate = false;
        assertThat(run("-checkHealth", "n1")).isEqualTo(5);
        assertThat(complaint()).isEqualTo("haadmin: n1 is not well: the disk is full.\n");
        assertThat(run("-checkHealth", "n2")).isEqualTo(5);
        assertThat(complaint()).isEqualTo("haadmin: n2 is not well: because.\n");

        n1.played.alive = false;
        assertThat(run("-checkHealth", "n1")).isEqualTo(5);
        assertThat(complaint()).contains("does not tick");
    }

    @ParameterizedTest
    @CsvSource({"-failover n1 n2", "-transitionToActive n2"})
    void anotherNodeTakesOver(String line) {
        n2.played.onRequest = () -> takesOver("n2");

        assertThat(run(line.split(" ", -1))).isZero();
        assertThat(n2.played.requests).containsExactly("7 n2 by " + USER);
        assertThat(said()).isEqualTo("Failover from n1 to n2 successful\n");
    }

    @Test
    void theActiveStepsDown() {
        n1.played.onRequest = () -> takesOver("n2");

        assertThat(run("-transitionToStandby", "n1")).isZero();
        assertThat(n1.played.requests).containsExactly("7 anybody by " + USER);
        assertThat(said()).isEqualTo("n2 is active\n");
    }

    @Test
    void whatIsSoAlreadyIsDone() {
        assertThat(run("-transitionToActive", "n1")).isZero();
        assertThat(run("-transitionToStandby", "n2")).isZero();
        assertNothingAsked();
    }

    @Test
    void anotherActiveThanExpectedIsLeftAlone() {
        assertThat(run("-failover", "n2", "n1")).isEqualTo(7);
        assertThat(complaint()).isEqualTo("haadmin: not failed over: n1 is active, not n2.\n");
        assertNothingAsked();
    }

    @Test
    void anActiveThatChangedMeanwhileIsLeftAlone() {
        n2.played.left = new ControlDesk.Left.Occupied("Another request came first.");
        n2.played.onRequest = () -> n2.played.active = Optional.of(PlayedNode.served("n1", 8));

        assertThat(run("-failover", "n1", "n2")).isEqualTo(7);
        assertThat(complaint()).isEqualTo("haadmin: not failed over: Another request came first.\n");
    }

    @Test
    void withoutAnActiveThereIsNothingToHandOver() {
        n1.standsBy();

        assertThat(run("-failover", "n1", "n2")).isEqualTo(6);
        assertThat(run("-transitionToActive", "n2")).isEqualTo(6);
        n1.serves(7);
        n2.played.active = Optional.empty();
        assertThat(run("-failover", "n1", "n2")).isEqualTo(6);
        assertNothingAsked();
    }

    @Test
    void nobodyIsReady() {
        n2.played.says("n2", "sidelined");
        n2.played.role = "sidelined";
        n2.played.candidate = false;

        assertThat(run("-failover", "n1", "n2")).isEqualTo(1);
        assertThat(complaint()).contains("not failed over: n2 is sidelined, not a standby");
        assertThat(run("-transitionToStandby", "n1")).isEqualTo(1);
        assertNothingAsked();
    }

    @Test
    void aNodeThatCannotBeReachedIsNotMadeActive() {
        n2.close();

        assertThat(run("-failover", "n1", "n2")).isEqualTo(1);
        assertThat(complaint()).contains("nothing was ordered");
        n1.close();
        assertThat(run("-failover", "n1", "n2")).isEqualTo(3);
        assertThat(complaint()).contains("no node answers over RPC");
    }

    @Test
    void itSucceedsElsewhere() {
        n2.played.onRequest = () -> takesOver("n3");

        assertThat(run("-failover", "n1", "n2")).isEqualTo(4);
        assertThat(complaint()).contains("succeeded elsewhere: n3 serves in epoch 8, not n2");
    }

    @Test
    void nobodyCanSayWhatBecameOfIt() {
        n2.played.left = new ControlDesk.Left.Failed("CONNECTIONLOSS");

        assertThat(run("-failover", "n1", "n2")).isEqualTo(4);
        assertThat(complaint()).contains("CONNECTIONLOSS", "Look with haadmin -getAllServiceState");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-transitionToActive --forcemanual n2",
                "-transitionToStandby --forcemanual n1",
                "-failover --forcemanual n1 n2",
                "-failover --forcefence n1 n2",
                "-transitionToActive --forceactive n2"
            })
    void nobodyIsForced(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(1);
        assertThat(complaint()).contains(" is refused: failover is automatic here");
        assertNothingAsked();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-getServiceState",
                "-getServiceState n1 n2",
                "-getServiceState n9",
                "-failover n1",
                "-failover n1 n1",
                "-transitionToObserver n1",
                "-getServiceState --loudly n1"
            })
    void aWrongLineIsUsage(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(complaint()).isNotEmpty();
        assertNothingAsked();
    }

    @Test
    void everyVerbExplainsItself() {
        assertThat(run("-help")).isZero();
        assertThat(said()).contains("[-failover <active> <other>]").doesNotContain("-fs");
        assertThat(run("-help", "-failover")).isZero();
        assertThat(run("-help", "-nothing")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(RequestSource.class)
    void nobodyOrdersAStatePastTheElection(RequestSource source) throws IOException {
        HAServiceProtocol service = n2.target().getProxy(conf, 5_000);
        StateChangeRequestInfo request = new StateChangeRequestInfo(source);

        assertThatThrownBy(() -> service.transitionToActive(request))
                .extracting(Throwable::toString, STRING)
                .contains("AccessControlException")
                .contains("Use -failover <active> <other>, or haadmin switchover --to <other>.");
        assertThatThrownBy(() -> service.transitionToStandby(request)).hasMessageContaining("or haadmin step-down.");
        assertThatThrownBy(() -> service.transitionToObserver(request)).hasMessageContaining("no observers");
        assertNothingAsked();
    }

    @Test
    void theReadyOnesSayThatTheyAre() throws IOException {
        HAServiceProtocol service = n2.target().getProxy(conf, 5_000);

        assertThat(service.getServiceStatus().isReadyToBecomeActive()).isTrue();
        n2.played.stopping = true;
        assertThat(service.getServiceStatus().isReadyToBecomeActive()).isFalse();
        assertThat(service.getServiceStatus().getNotReadyReason()).isEqualTo("this node is stopping");
        assertThatThrownBy(service::monitorHealth).hasMessageContaining("this node is stopping");
    }

    @Test
    void whoCedesNeverEndsTheTermOfAnother() throws IOException {
        n1.played.active = Optional.of(PlayedNode.served("n2", 8));
        ZKFCProtocol controller = n1.target().getZKFCProxy(conf, 5_000);

        assertThatThrownBy(() -> controller.cedeActive(1_000)).hasMessageContaining("Epoch 7 is over");
        assertNothingAsked();
    }

    @Test
    void whoMayNotGiveOrdersIsRefused() {
        n2.authority = order -> Optional.of(Reply.message(403, "User 'x' is no superuser."));

        assertThat(run("-failover", "n1", "n2")).isEqualTo(1);
        assertThat(complaint()).contains("is no superuser");
        assertNothingAsked();
    }

    @Test
    void aUserIsBelievedFromTrustedAddressesOnly() throws IOException {
        List<AddressRange> trusted = List.of(AddressRange.parse("10.0.0.7").orElseThrow());
        n2.close();
        n2 = new PlayedHadoopNode("n2", conf, new HeaderAuthenticator("X-Remote-User", trusted));
        n2.standsBy();

        assertThat(run("-failover", "n1", "n2")).isEqualTo(1);
        assertThat(complaint()).contains("is not believed from 127.0.0.1");
    }

    @Test
    void theListsOfHadoopPolicyAreHeeded() throws IOException {
        Configuration policy = new Configuration(conf);
        policy.setBoolean("hadoop.security.authorization", true);
        policy.set("security.ha.service.protocol.acl", USER);
        policy.set("security.zkfc.protocol.acl", "somebody");
        n2.close();
        n2 = new PlayedHadoopNode("n2", policy, Authenticator.NONE);
        n2.standsBy();

        assertThat(run("-getServiceState", "n2")).isZero();
        assertThat(run("-failover", "n1", "n2")).isEqualTo(1);
        assertThat(complaint()).contains("is not authorized for protocol");
        assertNothingAsked();
    }

    private void takesOver(String node) {
        n1.standsBy();
        if (node.equals("n2")) {
            n2.serves(8);
        }
        for (PlayedHadoopNode each : List.of(n1, n2)) {
            each.played.active = Optional.of(PlayedNode.served(node, 8));
            each.played.changed();
        }
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        Map<String, NodeTarget> nodes = new LinkedHashMap<>();
        nodes.put("n1", n1.target());
        nodes.put("n2", n2.target());
        return new HadoopVerbs(conf, nodes, stream(out), stream(err)).run(args);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private void assertNothingAsked() {
        assertThat(n1.played.requests).isEmpty();
        assertThat(n2.played.requests).isEmpty();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complaint() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
