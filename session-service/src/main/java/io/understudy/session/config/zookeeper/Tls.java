package io.understudy.session.config.zookeeper;

import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Key;
import io.understudy.session.config.Secrets;
import io.understudy.session.config.Settings;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.ClientCnxnSocketNetty;
import org.apache.zookeeper.client.ZKClientConfig;

/** TLS as properties of ZooKeeper's client. */
final class Tls {

    private static final String PREFIX = "zookeeper.ssl.";

    private Tls() {}

    /**
     * None without TLS.
     *
     * @throws InvalidConfiguration if a key store cannot be opened: ZooKeeper's client would only try to connect for ever
     */
    static Map<String, String> properties(Settings settings, Secrets secrets) throws InvalidConfiguration {
        if (!settings.get(ZooKeeperKeys.TLS)) {
            return Map.of();
        }
        Map<String, String> properties = new HashMap<>(Map.of(
                ZKClientConfig.SECURE_CLIENT,
                "true",
                ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET,
                ClientCnxnSocketNetty.class.getName(),
                PREFIX + "hostnameVerification",
                settings.get(ZooKeeperKeys.HOSTNAMES).toString()));
        new Store(
                        "keyStore",
                        false,
                        ZooKeeperKeys.KEYSTORE,
                        ZooKeeperKeys.KEYSTORE_TYPE,
                        ZooKeeperKeys.KEYSTORE_PASSWORD)
                .addTo(properties, settings, secrets);
        new Store(
                        "trustStore",
                        true,
                        ZooKeeperKeys.TRUSTSTORE,
                        ZooKeeperKeys.TRUSTSTORE_TYPE,
                        ZooKeeperKeys.TRUSTSTORE_PASSWORD)
                .addTo(properties, settings, secrets);
        return properties;
    }

    /** One of the two stores, by its name in ZooKeeper's properties and its keys in ours. */
    private record Store(String name, boolean isToTrust, Key<String> location, Key<String> type, Key<String> password) {

        void addTo(Map<String, String> properties, Settings settings, Secrets secrets) throws InvalidConfiguration {
            Optional<String> file = settings.find(location);
            if (file.isEmpty()) {
                return;
            }
            String secret = secrets.find(password).orElse("");
            check(new File(file.get()), settings.find(type), secret);
            properties.put(PREFIX + name + ".location", file.get());
            properties.put(PREFIX + name + ".password", secret);
            settings.find(type).ifPresent(known -> properties.put(PREFIX + name + ".type", known));
        }

        private static boolean hasCertificate(KeyStore store) throws GeneralSecurityException {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) {
                    return true;
                }
            }
            return false;
        }

        private void check(File file, Optional<String> known, String secret) throws InvalidConfiguration {
            if (!file.canRead()) {
                throw new InvalidConfiguration(
                        "%s is %s, which cannot be read: correct the path, or let the daemon's user read it"
                                .formatted(location.name(), file));
            }
            if (known.equals(Optional.of("PEM")) || file.getName().endsWith(".pem")) {
                return;
            }
            try {
                KeyStore opened = KeyStore.getInstance(file, secret.toCharArray());
                if (isToTrust && !hasCertificate(opened)) {
                    throw new InvalidConfiguration(file + " holds no certificate to trust: import that of ZooKeeper's"
                            + " servers, or of who signed them, with keytool -importcert");
                }
            } catch (IOException | GeneralSecurityException unusable) {
                throw new InvalidConfiguration("%s does not open with %s (%s): correct the one or the other"
                        .formatted(file, password.name(), unusable.getMessage()));
            }
        }
    }
}
