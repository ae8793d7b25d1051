package io.understudy.session.config;

import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProviderFactory;

/**
 * Reads values that must not be seen, as Hadoop's own daemons do: from a credential provider under the key's name, else
 * from the configuration, where {@code @/path} means the content of that file. What it throws never tells a value.
 */
public final class Secrets {

    /** Where credential providers are; Hadoop's own key. */
    public static final Key<String> PROVIDERS = Key.optional(
            CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH,
            Format.text("Hadoop's credential providers, separated by commas", ".+"),
            "Where secrets are kept, such as `localjceks://file/etc/understudy/secrets.jceks`; each under the name of its"
                    + " key. Made with `hadoop credential create`. Unset, core-site.xml counts.");

    private final Settings settings;
    private final Configuration providers;

    private Secrets(Settings settings, Configuration providers) {
        this.settings = settings;
        this.providers = providers;
    }

    /**
     * The secrets of a program.
     *
     * @param hadoop the folder with the cluster's core-site.xml, which may name providers as well
     */
    public static Secrets of(Settings settings, Optional<Path> hadoop) throws InvalidConfiguration {
        Configuration providers = new Configuration();
        Optional<Path> site =
                hadoop.map(folder -> folder.resolve("core-site.xml")).filter(Files::isRegularFile);
        try {
            if (site.isPresent()) {
                providers.addResource(site.get().toUri().toURL());
            }
            settings.find(PROVIDERS).ifPresent(path -> providers.set(PROVIDERS.name(), path));
        } catch (MalformedURLException | RuntimeException unreadable) {
            throw new InvalidConfiguration(site.orElseThrow() + " cannot be read: " + SiteFiles.brief(unreadable));
        }
        return new Secrets(settings, providers);
    }

    /**
     * A secret; empty if it is nowhere.
     *
     * @throws InvalidConfiguration if the provider or the file that has it cannot be read
     */
    public Optional<String> find(Key<String> key) throws InvalidConfiguration {
        Optional<String> value = provided(key.name()).or(() -> settings.find(key));
        return value.isPresent() ? Optional.of(resolve(key.name(), value.get())) : value;
    }

    /**
     * What {@code value} stands for: the content of the file if it is {@code @/path}, else itself.
     *
     * @param name of the key that has it
     */
    public static String resolve(String name, String value) throws InvalidConfiguration {
        if (!value.startsWith("@")) {
            return value;
        }
        Path file = Path.of(value.substring(1).strip());
        try {
            String content = Files.readString(file).strip();
            if (content.isEmpty()) {
                throw new InvalidConfiguration(
                        name + " points to the file " + file + ", which is empty: put the value into it");
            }
            return content;
        } catch (NoSuchFileException absent) {
            throw unusable(name, file, "is not there");
        } catch (IOException unreadable) {
            throw unusable(name, file, "cannot be read");
        }
    }

    private static InvalidConfiguration unusable(String name, Path file, String what) {
        return new InvalidConfiguration(
                "%s points to the file %s, which %s: create it, readable by the daemon's user alone, or correct the path"
                        .formatted(name, file, what));
    }

    private Optional<String> provided(String name) throws InvalidConfiguration {
        try {
            return Optional.ofNullable(providers.getPasswordFromCredentialProviders(name))
                    .map(String::new);
        } catch (IOException unreadable) {
            throw new InvalidConfiguration("%s cannot be looked up in %s (%s): correct %s or the password of that store"
                    .formatted(name, providers.get(PROVIDERS.name()), SiteFiles.brief(unreadable), PROVIDERS.name()));
        }
    }
}
