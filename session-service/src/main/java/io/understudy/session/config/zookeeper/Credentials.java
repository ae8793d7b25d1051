package io.understudy.session.config.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.zookeeper.Credential;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Secrets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.util.ZKUtil;
import org.apache.hadoop.util.ZKUtil.BadAuthFormatException;

/** Reads {@code ha.zookeeper.auth}, in Hadoop's syntax. What it throws never tells the value. */
final class Credentials {

    private Credentials() {}

    static List<Credential> of(Secrets secrets) throws InvalidConfiguration {
        Optional<String> auth = secrets.find(ZooKeeperKeys.AUTH);
        if (auth.isEmpty()) {
            return List.of();
        }
        List<Credential> credentials = parse(auth.get());
        boolean nameless = credentials.stream()
                .anyMatch(credential -> credential.scheme().equals("digest")
                        && credential.secret().indexOf(':') < 1);
        if (credentials.isEmpty() || nameless) {
            throw malformed();
        }
        return credentials;
    }

    private static List<Credential> parse(String auth) throws InvalidConfiguration {
        try {
            return ZKUtil.parseAuth(auth).stream()
                    .map(info -> new Credential(info.getScheme(), new String(info.getAuth(), UTF_8)))
                    .toList();
        } catch (BadAuthFormatException withTheValueInItsMessage) {
            throw malformed();
        }
    }

    private static InvalidConfiguration malformed() {
        return new InvalidConfiguration(ZooKeeperKeys.AUTH.name()
                + " is not understood: it must be scheme:auth, several separated by commas, such as"
                + " digest:user:password (no commas in it), or @/path of a file with that");
    }
}
