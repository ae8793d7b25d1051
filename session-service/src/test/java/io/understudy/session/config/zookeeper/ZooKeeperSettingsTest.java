package io.understudy.session.config.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.understudy.fencing.zookeeper.Credential;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may touch the store, by the settings. */
final class ZooKeeperSettingsTest {

    private static final Credential ALICE = new Credential("digest", "alice:hush");

    private final Map<String, String> values =
            new HashMap<>(Map.of("ha.cluster.id", "c", "ha.zookeeper.quorum", "zk:2181"));

    @TempDir
    private Path dir;

    @Test
    void whatIsCreatedIsItsUsersAlone() throws Exception {
        values.put("ha.zookeeper.auth", "digest:alice:hush");

        ZooKeeperSettings settings = read();

        assertThat(settings.address().credentials()).containsExactly(ALICE);
        assertThat(settings.acl()).containsExactly(user("alice:hush"));
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.access("Mend it.", Duration.ofSeconds(1)).acl()).isEqualTo(settings.acl());
    }

    @Test
    void severalCredentialsAreShown() throws Exception {
        values.put("ha.zookeeper.auth", "digest:alice:hush, digest:bob:quiet:er");

        ZooKeeperSettings settings = read();

        assertThat(settings.address().credentials()).containsExactly(ALICE, new Credential("digest", "bob:quiet:er"));
        assertThat(settings.acl()).containsExactly(user("alice:hush"), user("bob:quiet:er"));
    }

    @Test
    void aCredentialIsReadFromAFile() throws Exception {
        values.put("ha.zookeeper.auth", "@" + file("auth", "digest:alice:hush\n"));

        assertThat(read().address().credentials()).containsExactly(ALICE);
    }

    @Test
    void aCredentialIsReadFromAProviderBeforeTheFiles() throws Exception {
        String path = "localjceks://file" + dir.resolve("secrets.jceks");
        provide(path, "ha.zookeeper.auth", "digest:alice:hush");
        values.put("hadoop.security.credential.provider.path", path);
        values.put("ha.zookeeper.auth", "digest:stale:stale");

        assertThat(read().address().credentials()).containsExactly(ALICE);
    }

    @Test
    void aProviderMayStandInTheClustersFiles() throws Exception {
        String path = "localjceks://file" + dir.resolve("secrets.jceks");
        provide(path, "ha.zookeeper.auth", "@" + file("auth", "digest:alice:hush"));
        file(
                "core-site.xml",
                "<configuration><property><name>hadoop.security.credential.provider.path</name><value>" + path
                        + "</value></property></configuration>");

        assertThat(read(Optional.of(dir)).address().credentials()).containsExactly(ALICE);
    }

    @Test
    void aBrokenProviderIsNamed() throws Exception {
        String store = file("secrets.jceks", "this is no key store");
        values.put("hadoop.security.credential.provider.path", "localjceks://file" + store);

        assertRefused("ha.zookeeper.auth cannot be looked up in localjceks://file" + store);
    }

    @Test
    void anAclIsTakenAsItIsWritten() throws Exception {
        values.put("ha.zookeeper.acl", "@" + file("acl", "sasl:understudy:cdrwa, digest:op:hash=:r"));

        assertThat(read().acl())
                .containsExactly(
                        new ACL(Perms.ALL, new Id("sasl", "understudy")),
                        new ACL(Perms.READ, new Id("digest", "op:hash=")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"world:anyone:rwcda", "sasl:understudy:cdrwa,world:anyone:r"})
    void whatIsOpenToEverybodyIsSaidToBe(String acl) throws Exception {
        values.put("ha.zookeeper.auth", "digest:alice:hush");
        values.put("ha.zookeeper.acl", acl);

        assertThat(read().warnings())
                .singleElement()
                .asString()
                .contains("ha.zookeeper.acl opens the store to everybody (world:anyone:", "ZooKeeper at zk:2181");
    }

    @Test
    void somebodyMustBeNamed() {
        assertRefused("nothing says who may touch the store", "ha.zookeeper.auth", "world:anyone:cdrwa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush", "digest:hush", "digest::hush", "digest:", ",", "digest:alice:hush,hush"})
    void aCredentialThatIsNoneIsNotQuoted(String auth) {
        values.put("ha.zookeeper.auth", auth);

        assertRefused("ha.zookeeper.auth is not understood", "digest:user:password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"world", "world:anyone", "world:anyone:hush", ","})
    void anAclThatIsNoneIsNotQuoted(String acl) {
        values.put("ha.zookeeper.acl", acl);

        assertRefused("ha.zookeeper.acl is not understood", "cdrwa");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        values.put("ha.zookeeper.auth", "@" + dir.resolve("nowhere"));
        assertRefused("ha.zookeeper.auth points to the file " + dir.resolve("nowhere"), "is not there");

        values.put("ha.zookeeper.auth", "@" + dir);
        assertRefused("ha.zookeeper.auth points to the file " + dir, "cannot be read");

        values.put("ha.zookeeper.auth", "@" + file("empty", "\n"));
        assertRefused("ha.zookeeper.auth points to the file " + dir.resolve("empty") + ", which is empty");
    }

    @Test
    void nothingPrintsASecret() throws Exception {
        String store = SecureServers.trustStore(dir, "server", "hushhush");
        values.put("ha.zookeeper.auth", "digest:alice:hush");
        values.put("ha.zookeeper.ssl.enabled", "true");
        values.put("ha.zookeeper.ssl.truststore.location", store);
        values.put("ha.zookeeper.ssl.truststore.password", "hushhush");

        ZooKeeperSettings settings = read();

        assertThat(settings.toString()).contains("digest").doesNotContain("hush");
        assertThat(settings.address().credentials().toString()).doesNotContain("hush");
        assertThat(check().values()).doesNotContainKeys("ha.zookeeper.auth", "ha.zookeeper.ssl.truststore.password");
        assertThat(settings.where()).isEqualTo("ZooKeeper at zk:2181 over TLS");
    }

    @Test
    void aKeyStoreThatDoesNotOpenIsNamed() throws Exception {
        values.put("ha.zookeeper.auth", "digest:alice:hush");
        values.put("ha.zookeeper.ssl.enabled", "true");
        values.put("ha.zookeeper.ssl.truststore.location", SecureServers.trustStore(dir, "server", "hushhush"));
        values.put("ha.zookeeper.ssl.truststore.password", "hush");
        assertRefused("server-trust.p12 does not open with ha.zookeeper.ssl.truststore.password");

        values.put("ha.zookeeper.ssl.truststore.location", SecureServers.keyStore(dir, "own", "hushhush"));
        values.put("ha.zookeeper.ssl.truststore.password", "hushhush");
        assertRefused("own.p12 holds no certificate to trust");

        values.put("ha.zookeeper.ssl.truststore.location", "/nowhere.p12");
        assertRefused("ha.zookeeper.ssl.truststore.location is /nowhere.p12");
    }

    @Test
    void aLoginIsWhole() throws Exception {
        values.put("ha.zookeeper.kerberos.principal", "understudy@EXAMPLE.COM");
        assertRefused("ha.zookeeper.kerberos.keytab");

        values.put("ha.zookeeper.kerberos.keytab", "/nowhere.keytab");
        assertRefused("ha.zookeeper.kerberos.keytab is /nowhere.keytab");

        values.put("ha.zookeeper.sasl.jaas.file", file("jaas.conf", "Other {};"));
        assertRefused("the one or the other");

        values.keySet().removeIf(key -> key.startsWith("ha.zookeeper.kerberos."));
        assertRefused("jaas.conf has no section Client");
    }

    @Test
    void aKeytabIsALogin() throws Exception {
        values.put("ha.zookeeper.kerberos.principal", "understudy@EXAMPLE.COM");
        values.put("ha.zookeeper.kerberos.keytab", file("understudy.keytab", ""));
        values.put("ha.zookeeper.sasl.server.principal", "zookeeper/ensemble@EXAMPLE.COM");

        ZooKeeperSettings settings = read();

        assertThat(settings.acl()).isEqualTo(Ids.CREATOR_ALL_ACL);
        assertThat(settings.login().orElseThrow().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.getLoginModuleName()).isEqualTo("com.sun.security.auth.module.Krb5LoginModule");
            assertThat(entry.getOptions().get("principal")).isEqualTo("understudy@EXAMPLE.COM");
            assertThat(entry.getOptions().get("useKeyTab")).isEqualTo("true");
        });
        assertThat(settings.address().properties())
                .containsEntry("zookeeper.server.principal", "zookeeper/ensemble@EXAMPLE.COM")
                .doesNotContainKey("zookeeper.fips-mode");
    }

    /** A client's certificate counts as a creator, too. */
    @Test
    void aLoginBesideACertificateNeedsAnAcl() throws Exception {
        values.put("ha.zookeeper.sasl.jaas.file", SecureServers.jaas(dir, "hush"));
        values.put("ha.zookeeper.sasl.section", "Store");
        values.put("ha.zookeeper.ssl.enabled", "true");
        values.put("ha.zookeeper.ssl.keystore.location", SecureServers.keyStore(dir, "own", "hushhush"));
        values.put("ha.zookeeper.ssl.keystore.password", "hushhush");
        assertRefused("set ha.zookeeper.acl, such as to sasl:understudy:cdrwa");

        values.put("ha.zookeeper.acl", "sasl:understudy:cdrwa");
        assertThat(read().acl()).containsExactly(new ACL(Perms.ALL, new Id("sasl", "understudy")));
    }

    private static ACL user(String digest) throws Exception {
        return new ACL(Perms.ALL, new Id("digest", DigestAuthenticationProvider.generateDigest(digest)));
    }

    private ZooKeeperSettings read() throws InvalidConfiguration {
        return read(Optional.empty());
    }

    private ZooKeeperSettings read(Optional<Path> hadoop) throws InvalidConfiguration {
        Settings settings = check();
        return ZooKeeperSettings.of(settings, ClusterSettings.of(settings, dir), hadoop);
    }

    private Settings check() throws InvalidConfiguration {
        return Settings.check(values, ClusterSettings.KEYS.and(ZooKeeperKeys.KEYS));
    }

    private void assertRefused(String... parts) {
        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(this::read)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains(parts).doesNotContain("hush"));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content).toString();
    }

    private static void provide(String path, String name, String secret) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, path);
        List<CredentialProvider> providers = CredentialProviderFactory.getProviders(configuration);
        providers.get(0).createCredentialEntry(name, secret.toCharArray());
        providers.get(0).flush();
    }
}
