package io.understudy.session.config.zookeeper;

import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Settings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.server.auth.DigestLoginModule;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is by SASL. ZooKeeper's client asks the JVM's one JAAS configuration, under a name that is ours alone.
 *
 * @param entries how to log in; never printed, they may hold a password
 * @param serverPrincipal of ZooKeeper's servers by Kerberos, if it is not the usual one
 */
public record SaslLogin(List<AppConfigurationEntry> entries, Optional<String> serverPrincipal) {

    private static final String SECTION = "understudy-zookeeper";

    public SaslLogin {
        entries = List.copyOf(entries);
    }

    static Optional<SaslLogin> of(Settings settings) throws InvalidConfiguration {
        Optional<String> file = settings.find(ZooKeeperKeys.JAAS_FILE);
        Optional<String> principal = settings.find(ZooKeeperKeys.PRINCIPAL);
        Optional<String> keytab = settings.find(ZooKeeperKeys.KEYTAB);
        if (principal.isPresent() != keytab.isPresent() || (file.isPresent() && principal.isPresent())) {
            throw new InvalidConfiguration(
                    "a SASL login with ZooKeeper takes ha.zookeeper.kerberos.principal and ha.zookeeper.kerberos.keytab"
                            + " together, or ha.zookeeper.sasl.jaas.file alone: set the one or the other");
        }
        if (file.isEmpty() && principal.isEmpty()) {
            return Optional.empty();
        }
        List<AppConfigurationEntry> entries = file.isPresent()
                ? section(new File(file.get()), settings.get(ZooKeeperKeys.JAAS_SECTION))
                : List.of(kerberos(principal.orElseThrow(), new File(keytab.orElseThrow())));
        return Optional.of(new SaslLogin(entries, settings.find(ZooKeeperKeys.SERVER_PRINCIPAL)));
    }

    /** Lets ZooKeeper's client of this process log in so; every other JAAS section stays what it was. */
    public void install() {
        Configuration.setConfiguration(new WithOurs(entries, present()));
    }

    /** What ZooKeeper's client is told of it. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(
                Map.of(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "true", ZKClientConfig.LOGIN_CONTEXT_NAME_KEY, SECTION));
        serverPrincipal.ifPresent(name -> properties.put(ZKClientConfig.ZOOKEEPER_SERVER_PRINCIPAL, name));
        if (entries.stream().anyMatch(entry -> entry.getLoginModuleName().equals(DigestLoginModule.class.getName()))) {
            // ZooKeeper's client takes MD5 for forbidden unless told that this is no FIPS machine.
            properties.put("zookeeper.fips-mode", "false");
        }
        return properties;
    }

    /** Only how many ways to log in there are. */
    @Override
    public String toString() {
        return "SaslLogin[" + entries.size() + "]";
    }

    private static List<AppConfigurationEntry> section(File file, String name) throws InvalidConfiguration {
        @Nullable AppConfigurationEntry[] found = read(file).getAppConfigurationEntry(name);
        if (found == null) {
            throw new InvalidConfiguration(
                    "%s has no section %s: correct ha.zookeeper.sasl.section or add it".formatted(file, name));
        }
        return Arrays.asList(found);
    }

    private static Configuration read(File file) throws InvalidConfiguration {
        URI uri = file.toURI();
        try {
            if (file.canRead()) {
                return Configuration.getInstance("JavaLoginConfig", new URIParameter(uri));
            }
        } catch (NoSuchAlgorithmException | IllegalArgumentException | SecurityException malformed) {
            // Said below, without its words: they may quote a password.
        }
        throw new InvalidConfiguration("ha.zookeeper.sasl.jaas.file is " + file
                + ", which cannot be read as a JAAS file: correct the path or what stands there");
    }

    private static AppConfigurationEntry kerberos(String principal, File keytab) throws InvalidConfiguration {
        if (!keytab.canRead()) {
            throw new InvalidConfiguration("ha.zookeeper.kerberos.keytab is " + keytab
                    + ", which cannot be read: correct the path, or let the daemon's user read it");
        }
        try {
            return new AppConfigurationEntry(
                    "com.sun.security.auth.module.Krb5LoginModule",
                    LoginModuleControlFlag.REQUIRED,
                    Map.of(
                            "useKeyTab", "true",
                            "keyTab", keytab.getPath(),
                            "principal", SecurityUtil.getServerPrincipal(principal, (String) null),
                            "storeKey", "true",
                            "useTicketCache", "false",
                            "doNotPrompt", "true"));
        } catch (IOException hostUnknown) {
            throw new InvalidConfiguration(
                    "ha.zookeeper.kerberos.principal is \"%s\", and this host's name is unknown".formatted(principal)
                            + " (" + hostUnknown.getMessage() + "): write it out instead of _HOST");
        }
    }

    private static Optional<Configuration> present() {
        try {
            return Optional.of(Configuration.getConfiguration());
        } catch (SecurityException none) {
            return Optional.empty();
        }
    }

    /** The JVM's configuration with our section in it. */
    private static final class WithOurs extends Configuration {

        private final List<AppConfigurationEntry> ours;
        private final Optional<Configuration> others;

        WithOurs(List<AppConfigurationEntry> ours, Optional<Configuration> others) {
            this.ours = ours;
            this.others = others;
        }

        @Override
        public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
            if (name.equals(SECTION)) {
                return ours.toArray(new AppConfigurationEntry[0]);
            }
            return others.map(before -> before.getAppConfigurationEntry(name)).orElse(null);
        }
    }
}
