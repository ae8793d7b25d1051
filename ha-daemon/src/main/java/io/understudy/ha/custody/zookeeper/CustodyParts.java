package io.understudy.ha.custody.zookeeper;

import io.understudy.fencing.zookeeper.Credential;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.custody.Custody;
import io.understudy.session.config.zookeeper.SaslLogin;
import io.understudy.session.config.zookeeper.ZooKeeperSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/** How a daemon reaches ZooKeeper, as something that it can hand to its launcher, and back. */
public final class CustodyParts {

    private CustodyParts() {}

    /**
     * A custody without sessions.
     *
     * @param grave path of the node that says that the daemon is dead
     * @param epitaph what stands there
     */
    public static Custody of(ZooKeeperSettings settings, String grave, String epitaph) {
        ZooKeeperAddress address = settings.address();
        return new Custody(
                address.connectString(),
                address.properties(),
                address.credentials().stream()
                        .map(one -> new Custody.Credential(one.scheme(), one.secret()))
                        .toList(),
                settings.login().stream()
                        .flatMap(login -> login.entries().stream())
                        .map(CustodyParts::login)
                        .toList(),
                settings.acl().stream()
                        .map(one -> new Custody.Right(
                                one.getPerms(),
                                one.getId().getScheme(),
                                one.getId().getId()))
                        .toList(),
                grave,
                epitaph,
                List.of());
    }

    /**
     * How to reach ZooKeeper.
     *
     * @param timeout of the session
     * @param limit longest wait for an answer
     */
    static ZooKeeperAddress address(Custody custody, Duration timeout, Duration limit) {
        Map<String, String> properties = new HashMap<>(custody.properties());
        properties.put(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Long.toString(Math.max(1, limit.toMillis())));
        return new ZooKeeperAddress(
                custody.connectString(),
                timeout,
                properties,
                custody.credentials().stream()
                        .map(one -> new Credential(one.scheme(), one.secret()))
                        .toList());
    }

    /** What the grave's ACL is. ZooKeeper asks the list whether it contains null, so that it must be mutable. */
    static List<ACL> acl(Custody custody) {
        List<ACL> acl = new ArrayList<>();
        custody.acl().forEach(right -> acl.add(new ACL(right.permissions(), new Id(right.scheme(), right.id()))));
        return acl;
    }

    /** The login by SASL, if there is one. */
    static Optional<SaslLogin> login(Custody custody) {
        List<AppConfigurationEntry> entries = custody.logins().stream()
                .map(login -> new AppConfigurationEntry(login.module(), flag(login.flag()), login.options()))
                .toList();
        return entries.isEmpty() ? Optional.empty() : Optional.of(new SaslLogin(entries, Optional.empty()));
    }

    private static Custody.Login login(AppConfigurationEntry entry) {
        Map<String, String> options = new HashMap<>();
        entry.getOptions().forEach((name, value) -> options.put(name, String.valueOf(value)));
        return new Custody.Login(
                entry.getLoginModuleName(), entry.getControlFlag().toString(), options);
    }

    private static LoginModuleControlFlag flag(String text) {
        return Stream.of(
                        LoginModuleControlFlag.REQUISITE,
                        LoginModuleControlFlag.SUFFICIENT,
                        LoginModuleControlFlag.OPTIONAL)
                .filter(flag -> flag.toString().equals(text))
                .findFirst()
                .orElse(LoginModuleControlFlag.REQUIRED);
    }
}
