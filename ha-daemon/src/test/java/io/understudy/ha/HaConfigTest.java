package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A daemon's configuration as a whole. */
final class HaConfigTest {

    private final Map<String, String> values = new HashMap<>(Map.of(
            "ha.cluster.id", "c",
            "ha.node.id", "n2",
            "ha.nodes", "n1, n2",
            "ha.http.address.n1", "host1:8998",
            "ha.http.address.n2", "host2:8998",
            "ha.zookeeper.quorum", "zk:2181",
            "ha.zookeeper.auth", "digest:user:pass"));

    @Test
    void aNodeBindsItsOwnAddress() throws Exception {
        HaConfig config = read();

        assertThat(config.bind()).isEqualTo(new HostPort("host2", 8998));
        assertThat(config.nodes().keySet()).containsExactly("n1", "n2");
        assertThat(config.http("n1")).hasToString("http://host1:8998");
    }

    @Test
    void aNodeBindsElsewhereIfTold() throws Exception {
        values.put("ha.http.bind", "0.0.0.0");

        assertThat(read().bind()).isEqualTo(new HostPort("0.0.0.0", 8998));
    }

    @Test
    void aStrangerIsNoNode() {
        values.put("ha.node.id", "n3");

        assertRefused("ha.node.id is \"n3\", but ha.nodes names n1, n2");
    }

    @Test
    void everyNodeHasAnAddress() {
        values.remove("ha.http.address.n1");

        assertRefused("ha.http.address.n1 is not set");
    }

    @Test
    void aNodeSpeaksHadoopsProtocolsWhereItHasAnAddressForThem() throws Exception {
        assertThat(read().rpc().bind("n2")).isEmpty();

        values.put("ha.rpc.address.n2", "host2:8898");
        assertThat(read().rpc().bind("n2")).contains(new HostPort("host2", 8898));
        assertThat(read().rpc().controllers()).containsOnlyKeys("n2");
        values.put("ha.rpc.bind", "0.0.0.0");
        assertThat(read().rpc().bind("n2")).contains(new HostPort("0.0.0.0", 8898));
    }

    @Test
    void whereZkfcsDecideEveryNodeIsReachedAndSoIsEveryZkfc() throws Exception {
        values.put("ha.failover", "zkfc");
        assertRefused("ha.failover is zkfc, but ha.rpc.address.n1 is not set");

        values.put("ha.rpc.address.n1", "host1:8898");
        values.put("ha.rpc.address.n2", "host2:8898");
        assertRefused("ha.failover is zkfc, but ha.zkfc.address.n1 is not set");
        values.put("ha.zkfc.address.n1", "host1:8019");
        values.put("ha.zkfc.address.n2", "host2:8019");
        assertThat(read().rpc().isCommanded()).isTrue();
        assertThat(read().rpc().bindOfController("n2")).contains(new HostPort("host2", 8019));
    }

    @Test
    void aHostIsNamedAsInAnAddress() {
        values.put("ha.http.address.n1", "my_host:8998");

        assertRefused("ha.http.address.n1 is \"my_host:8998\"");
    }

    @Test
    void theHashTellsOnlyWhatMustBeTheSame() throws Exception {
        String hash = read().hash();

        values.put("ha.node.id", "n1");
        values.put("ha.state.dir", "/elsewhere");
        values.put("ha.rehearsal", "false");
        assertThat(read().hash()).isEqualTo(hash);
        values.put("ha.hold.time", "5s");
        assertThat(read().hash()).isNotEqualTo(hash);
    }

    /** Every node shows the hash: it must not be something to try passwords on. */
    @Test
    void theHashTellsNothingOfSecrets() throws Exception {
        String hash = read().hash();

        values.put("ha.zookeeper.auth", "digest:user:other");
        assertThat(read().hash()).isEqualTo(hash);
        values.put("ha.zookeeper.acl", "sasl:understudy:cdrwa");
        assertThat(read().hash()).isNotEqualTo(hash);
    }

    @Test
    void aPortForEverybodyIsWarnedOfUnlessUsersAreKnown() throws Exception {
        assertThat(read().warnings()).singleElement().asString().contains("session.auth.type is none");

        values.put("session.auth.type", "header");
        values.put("session.auth.header.trusted-addresses", "10.0.0.7");
        assertThat(read().warnings()).isEmpty();
    }

    @Test
    void usersWhoAreNotKnownCannotBeRuled() {
        values.put("session.impersonation.enabled", "true");

        assertRefused("session.impersonation.enabled is true, but session.auth.type is none");
    }

    @Test
    void anOpenStoreIsWarnedOf() throws Exception {
        values.put("ha.http.address.n2", "127.0.0.1:8998");
        assertThat(read().warnings()).isEmpty();

        values.put("ha.zookeeper.acl", "world:anyone:cdrwa");
        assertThat(read().warnings()).singleElement().asString().contains("opens the store to everybody");
    }

    @Test
    void nothingOfItPrintsASecret() throws Exception {
        assertThat(read().toString()).contains("digest").doesNotContain("user:pass");
    }

    @Test
    void aClientNeedsOnlyTheNodes() throws Exception {
        values.remove("ha.node.id");
        values.remove("ha.zookeeper.quorum");
        values.remove("ha.cluster.id");

        assertThat(HaConfig.nodes(Settings.check(values, HaConfig.clientKeys())))
                .hasSize(2);
    }

    private HaConfig read() throws InvalidConfiguration {
        return HaConfig.of(Settings.check(values, HaConfig.KEYS), Path.of("/conf"), Map.of());
    }

    private void assertRefused(String part) {
        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(this::read)
                .withMessageContaining(part);
    }
}
