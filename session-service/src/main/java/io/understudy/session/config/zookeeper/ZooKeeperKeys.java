package io.understudy.session.config.zookeeper;

import io.understudy.session.config.Format;
import io.understudy.session.config.Key;
import io.understudy.session.config.Keys;
import io.understudy.session.config.Secrets;
import java.util.Set;

/** The keys that say who this process is to ZooKeeper, and who may touch its store. */
public final class ZooKeeperKeys {

    private static final String SECRET =
            "%s, `@/path` of a file with that, or in a credential provider under the key's name";
    private static final Format<String> PATH = Format.text("an absolute path", "/.*");
    private static final Format<String> STORE_TYPE = Format.text("PKCS12, JKS or PEM", "PKCS12|JKS|PEM");

    static final Key<String> AUTH = Key.secret(
            "ha.zookeeper.auth",
            SECRET.formatted("scheme:auth,... such as digest:user:password"),
            "Secret. What this process shows ZooKeeper of itself. The same on all nodes.");
    static final Key<String> ACL = Key.optional(
            "ha.zookeeper.acl",
            Format.text(
                    "scheme:id:permissions,... such as sasl:understudy:cdrwa, or `@/path` of a file with that",
                    "(?s).+"),
            "Who may touch the store; what exists keeps the ACL that it has. Unset: the users of `ha.zookeeper.auth` or, with"
                    + " a SASL login alone, its creator, and nobody else. `world:anyone:cdrwa` opens it to everybody, with a"
                    + " warning.");
    static final Key<String> JAAS_FILE = Key.optional(
            "ha.zookeeper.sasl.jaas.file",
            PATH,
            "A JAAS file to log in with for SASL. Only ZooKeeper's client uses it.");
    static final Key<String> JAAS_SECTION =
            Key.of("ha.zookeeper.sasl.section", Format.text(), "Client", "The section of that file.");
    static final Key<String> PRINCIPAL = Key.optional(
            "ha.zookeeper.kerberos.principal",
            Format.text(),
            "Logs in with Kerberos for SASL, without a JAAS file. `_HOST` stands for this host's name; then set"
                    + " `ha.zookeeper.acl`, for the nodes have different names.");
    static final Key<String> KEYTAB =
            Key.optional("ha.zookeeper.kerberos.keytab", PATH, "The keytab of that principal.");
    static final Key<String> SERVER_PRINCIPAL = Key.optional(
            "ha.zookeeper.sasl.server.principal",
            Format.text(),
            "The Kerberos principal of ZooKeeper's servers, if it is not `zookeeper/<host>`.");
    static final Key<Boolean> TLS =
            Key.of("ha.zookeeper.ssl.enabled", Format.bool(), "false", "Whether ZooKeeper's port speaks TLS.");
    static final Key<String> KEYSTORE = Key.optional(
            "ha.zookeeper.ssl.keystore.location",
            PATH,
            "This process's certificate and key, if ZooKeeper asks for one.");
    static final Key<String> KEYSTORE_TYPE =
            Key.optional("ha.zookeeper.ssl.keystore.type", STORE_TYPE, "Its format; unset, the file's name tells.");
    static final Key<String> KEYSTORE_PASSWORD =
            Key.secret("ha.zookeeper.ssl.keystore.password", SECRET.formatted("a text"), "Secret. Opens it.");
    static final Key<String> TRUSTSTORE = Key.optional(
            "ha.zookeeper.ssl.truststore.location",
            PATH,
            "The certificates that ZooKeeper's are checked against; unset, those of the JDK.");
    static final Key<String> TRUSTSTORE_TYPE =
            Key.optional("ha.zookeeper.ssl.truststore.type", STORE_TYPE, "Its format; unset, the file's name tells.");
    static final Key<String> TRUSTSTORE_PASSWORD =
            Key.secret("ha.zookeeper.ssl.truststore.password", SECRET.formatted("a text"), "Secret. Opens it.");
    static final Key<Boolean> HOSTNAMES = Key.of(
            "ha.zookeeper.ssl.hostname-verification",
            Format.bool(),
            "true",
            "Whether a server's certificate must name its host.");

    /** All of them. */
    public static final Keys KEYS = Keys.of(
            AUTH,
            ACL,
            JAAS_FILE,
            JAAS_SECTION,
            PRINCIPAL,
            KEYTAB,
            SERVER_PRINCIPAL,
            TLS,
            KEYSTORE,
            KEYSTORE_TYPE,
            KEYSTORE_PASSWORD,
            TRUSTSTORE,
            TRUSTSTORE_TYPE,
            TRUSTSTORE_PASSWORD,
            HOSTNAMES,
            Secrets.PROVIDERS);

    /** Names of those that name a place on one host, and may differ between nodes. */
    public static final Set<String> OF_ONE_HOST =
            Set.of(JAAS_FILE.name(), KEYTAB.name(), KEYSTORE.name(), TRUSTSTORE.name(), Secrets.PROVIDERS.name());

    private ZooKeeperKeys() {}
}
