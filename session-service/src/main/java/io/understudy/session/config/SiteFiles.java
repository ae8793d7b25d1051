package io.understudy.session.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;

/** Reads configuration files, which are Hadoop's XML. */
public final class SiteFiles {

    private static final List<String> OURS = List.of("ha-site.xml", "session-site.xml");
    private static final List<String> HADOOPS =
            List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml", "hadoop-policy.xml");

    private SiteFiles() {}

    /**
     * Reads {@code ha-site.xml} and {@code session-site.xml}, as far as they are there.
     *
     * @param folder where they lie
     * @param keys what the program knows
     * @param passedOver keys that are another program's
     * @throws InvalidConfiguration if the folder or a file cannot be read, or holds what {@link Settings#check} refuses
     */
    public static Settings load(Path folder, Keys keys, Predicate<String> passedOver) throws InvalidConfiguration {
        if (!Files.isDirectory(folder)) {
            throw new InvalidConfiguration("there is no configuration folder " + folder
                    + ": name the one that has ha-site.xml and session-site.xml with --conf DIR");
        }
        Configuration files = new Configuration(false);
        addAll(files, folder, OURS);
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<String, String> property : files) {
            if (!passedOver.test(property.getKey())) {
                values.put(property.getKey(), value(files, property.getKey(), keys));
            }
        }
        return Settings.check(values, keys);
    }

    /** The same, where no other program's keys are in the files. */
    public static Settings load(Path folder, Keys keys) throws InvalidConfiguration {
        return load(folder, keys, key -> false);
    }

    /**
     * Reads the cluster's own files: core-site, hdfs-site, yarn-site and hadoop-policy, with Hadoop's defaults under them.
     *
     * @param folder where they lie; {@code HADOOP_CONF_DIR} or our own key for it
     * @throws InvalidConfiguration if there is no such folder, no yarn-site.xml in it, or a file cannot be read
     */
    public static Configuration loadHadoop(Optional<Path> folder) throws InvalidConfiguration {
        if (folder.isEmpty()) {
            throw new InvalidConfiguration("your cluster's configuration is unknown: set HADOOP_CONF_DIR, or"
                    + " session.hadoop.conf.dir in conf/session-site.xml, to the folder with core-site.xml and"
                    + " yarn-site.xml");
        }
        if (!Files.isRegularFile(folder.get().resolve("yarn-site.xml"))) {
            throw new InvalidConfiguration("there is no yarn-site.xml in " + folder.get()
                    + ": set HADOOP_CONF_DIR or session.hadoop.conf.dir to the folder of your cluster's configuration");
        }
        Configuration hadoop = new Configuration();
        addAll(hadoop, folder.get(), HADOOPS);
        return hadoop;
    }

    private static void addAll(Configuration configuration, Path folder, List<String> names)
            throws InvalidConfiguration {
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                add(configuration, file);
            }
        }
    }

    private static void add(Configuration configuration, Path file) throws InvalidConfiguration {
        try {
            configuration.addResource(file.toUri().toURL());
            configuration.size();
        } catch (Exception unreadable) {
            // Hadoop wraps what its XML parser says in a RuntimeException.
            throw new InvalidConfiguration(
                    file + " cannot be read: " + brief(unreadable) + "; it must be Hadoop's XML configuration");
        }
    }

    private static String value(Configuration files, String name, Keys keys) throws InvalidConfiguration {
        try {
            return files.get(name, "");
        } catch (IllegalStateException loop) {
            String what = keys.isSecret(name) ? "its ${...} has no end" : brief(loop);
            throw new InvalidConfiguration(name + " refers to itself: " + what);
        }
    }

    /** What the innermost of nested exceptions says: the outer ones begin with names of classes. */
    static String brief(Throwable problem) {
        Throwable innermost = problem;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = String.valueOf(innermost.getMessage());
        return message.lines().findFirst().orElse(innermost.getClass().getSimpleName());
    }
}
