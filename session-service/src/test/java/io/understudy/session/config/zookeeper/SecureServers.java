package io.understudy.session.config.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.testing.ZooKeeperProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ZooKeeper servers that speak TLS or SASL, with certificates and passwords made for one test. */
final class SecureServers {

    /** Of every key store that is made here. */
    static final String KEY_PASSWORD = "changeit";

    private SecureServers() {}

    /**
     * A server that speaks TLS only.
     *
     * @param clientAuth {@code need} or {@code none}
     */
    static ZooKeeperProcess tls(Path dir, String clientAuth) throws Exception {
        String trusted = trustStore(dir, "client", KEY_PASSWORD);
        String keys = keyStore(dir, "server", KEY_PASSWORD);
        return ZooKeeperProcess.start(
                dir,
                "secureClientPort",
                Map.of(
                        "serverCnxnFactory",
                        "org.apache.zookeeper.server.NettyServerCnxnFactory",
                        "ssl.keyStore.location",
                        keys,
                        "ssl.keyStore.password",
                        "changeit",
                        "ssl.trustStore.location",
                        trusted,
                        "ssl.trustStore.password",
                        "changeit",
                        "ssl.clientAuth",
                        clientAuth),
                List.of());
    }

    /** A server on which {@code alice} may log in with {@code secret}, by SASL with DIGEST-MD5. */
    static ZooKeeperProcess sasl(Path dir, String secret) throws Exception {
        Path jaas = Files.writeString(dir.resolve("server.jaas"), """
                Server {
                  org.apache.zookeeper.server.auth.DigestLoginModule required
                  user_alice="%s";
                };
                """.formatted(secret));
        return ZooKeeperProcess.start(
                dir,
                "clientPort",
                Map.of("authProvider.sasl", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider"),
                List.of("-Djava.security.auth.login.config=" + jaas, "-Dzookeeper.fips-mode=false"));
    }

    /** A client's JAAS file. */
    static String jaas(Path dir, String password) throws IOException {
        return Files.writeString(dir.resolve("client-" + password + ".jaas"), """
                Store {
                  org.apache.zookeeper.server.auth.DigestLoginModule required
                  username="alice"
                  password="%s";
                };
                """.formatted(password))
                .toString();
    }

    /** A key and its certificate in {@code <name>.p12}. */
    static String keyStore(Path dir, String name, String password) throws Exception {
        Path store = dir.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                password);
        return store.toString();
    }

    /** The certificate in {@code <name>.p12}, which is made if need be, in {@code <name>-trust.p12}. */
    static String trustStore(Path dir, String name, String password) throws Exception {
        Path keys = dir.resolve(name + ".p12");
        if (!Files.exists(keys)) {
            keyStore(dir, name, KEY_PASSWORD);
        }
        Path certificate = dir.resolve(name + ".crt");
        Path trust = dir.resolve(name + "-trust.p12");
        keytool(
                "-exportcert",
                "-alias",
                name,
                "-keystore",
                keys.toString(),
                "-storepass",
                KEY_PASSWORD,
                "-file",
                certificate.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                certificate.toString(),
                "-keystore",
                trust.toString(),
                "-storepass",
                password);
        return trust.toString();
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
