package io.understudy.ha.election.fencing;

import io.understudy.ha.fencing.FencingMethods;
import io.understudy.ha.fencing.FencingSettings;
import io.understudy.ha.fencing.Target;
import io.understudy.session.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ha.BadFencingConfigurationException;
import org.apache.hadoop.ha.NodeFencer;

/**
 * Fencing methods in Hadoop's syntax, by Hadoop's {@code NodeFencer}: each has its own, so that it is known which has
 * succeeded. Every run has its own thread; one that hangs is interrupted when its time is over, and holds nobody up.
 */
public final class HadoopFencing implements FencingMethods {

    private static final String KEY = FencingSettings.METHODS.name();
    private static final String SHELL = "shell";
    private static final String SSH = "sshfence";

    private final List<Method> methods;
    private final Duration timeout;
    private final String cluster;

    private HadoopFencing(List<Method> methods, Duration timeout, String cluster) {
        this.methods = methods;
        this.timeout = timeout;
        this.cluster = cluster;
    }

    /** @param name as it is written before the parenthesis */
    private record Method(String name, NodeFencer fencer) {}

    /**
     * Reads the methods; runs nothing.
     *
     * @param cluster its name, for scripts
     * @throws InvalidConfiguration with a sentence for the operator
     */
    public static HadoopFencing open(FencingSettings settings, String cluster) throws InvalidConfiguration {
        Configuration hadoop = new Configuration(false);
        hadoop.set("dfs.ha.fencing.ssh.private-key-files", String.join(",", settings.sshKeys()));
        hadoop.setLong(
                "dfs.ha.fencing.ssh.connect-timeout", settings.sshTimeout().toMillis());
        List<Method> methods = new ArrayList<>();
        for (String line : settings.methods().orElse("").lines().toList()) {
            String method = line.replaceFirst("#.*", "").strip();
            if (!method.isEmpty()) {
                methods.add(method(method, hadoop));
            }
        }
        if (methods.stream().anyMatch(method -> method.name().equals(SSH))) {
            checkSshKeys(settings.sshKeys());
        }
        return new HadoopFencing(List.copyOf(methods), settings.timeout(), cluster);
    }

    private static Method method(String line, Configuration hadoop) throws InvalidConfiguration {
        String name = line.split("\\(", 2)[0];
        hadoop.set(KEY, name.equals(SHELL) ? ShellFence.class.getName() + line.substring(SHELL.length()) : line);
        try {
            return new Method(name, NodeFencer.create(hadoop, KEY));
        } catch (BadFencingConfigurationException | RuntimeException e) {
            String why = String.valueOf(e.getMessage()).replace(ShellFence.class.getName(), SHELL);
            throw new InvalidConfiguration(KEY + " has the line \"" + line + "\": " + why
                    + ". Write shell(command), sshfence(user:port) or class(argument), one in a line");
        }
    }

    private static void checkSshKeys(List<String> files) throws InvalidConfiguration {
        String name = FencingSettings.SSH_KEYS.name();
        if (files.isEmpty()) {
            throw new InvalidConfiguration("sshfence needs a key: put the path of a private key into " + name);
        }
        for (String file : files) {
            try {
                if (Files.readString(Path.of(file)).startsWith("-----BEGIN OPENSSH")) {
                    throw new InvalidConfiguration(name + " names " + file + ", which is in OpenSSH's own format:"
                            + " sshfence reads PEM only. Convert a copy of it with ssh-keygen -p -m PEM -f " + file
                            + "; an Ed25519 key cannot be converted, make one with ssh-keygen -t ecdsa -m PEM");
                }
            } catch (IOException e) {
                throw new InvalidConfiguration(name + " names " + file + ", which cannot be read by this user");
            }
        }
    }

    /** Whether there are any. */
    public boolean isConfigured() {
        return !methods.isEmpty();
    }

    @Override
    public void fence(Target target, Consumer<Verdict> reply) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        long end = System.nanoTime() + timeout.toNanos();
        Thread run = new Thread(() -> verdict.complete(tryAll(target, end)), "fencing-" + target.node());
        run.setDaemon(true);
        run.start();
        var unused = verdict.completeOnTimeout(
                        new Verdict.NotFenced("it was not done within " + timeout.toMillis() / 1000.0 + " s"),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS)
                .thenAccept(known -> {
                    run.interrupt();
                    reply.accept(known);
                });
    }

    /**
     * Whoever is proven dead needs no more than the word to a script: what kills by the port would kill the daemon that its
     * launcher has started since.
     */
    private Verdict tryAll(Target target, long end) {
        List<String> failures = new ArrayList<>();
        for (Method method : methods) {
            FencedService service = new FencedService(target, cluster, end);
            if (target.proven() && !method.name().equals(SHELL)) {
                continue;
            }
            if (Thread.currentThread().isInterrupted() || service.left().isNegative()) {
                break;
            }
            if (method.fencer().fence(service)) {
                return new Verdict.Fenced(method.name());
            }
            failures.add(method.name() + ": " + service.remark());
        }
        return new Verdict.NotFenced(String.join("; ", failures));
    }
}
