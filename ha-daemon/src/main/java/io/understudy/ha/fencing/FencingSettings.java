package io.understudy.ha.fencing;

import io.understudy.session.config.Format;
import io.understudy.session.config.Key;
import io.understudy.session.config.Keys;
import io.understudy.session.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which fencing methods there are.
 *
 * @param methods one in a line, as Hadoop writes them; empty if there are none
 * @param timeout of all of them together
 * @param sshKeys files with private keys for {@code sshfence}
 * @param sshTimeout of its connection
 */
public record FencingSettings(Optional<String> methods, Duration timeout, List<String> sshKeys, Duration sshTimeout) {

    public static final Key<String> METHODS = Key.optional(
            "ha.fencing.methods",
            Format.text("methods as Hadoop writes them, one in a line", "(?s).+"),
            "How to make sure that an active which was lost is dead: `shell(command)`, `sshfence(user:port)` or a class"
                    + " that implements Hadoop's `FenceMethod`, one in a line, tried in order until one succeeds. The data"
                    + " need none of them. [Operations](operations.md#fence-the-host-of-a-lost-active) has examples.");
    public static final Key<Duration> TIMEOUT = Key.of(
            "ha.fencing.timeout",
            Format.duration(),
            "60s",
            "How long all methods together may take for one host. What still runs is killed then.");
    public static final Key<List<String>> SSH_KEYS = Key.of(
            "ha.fencing.ssh.private-key-files",
            Format.texts("paths, separated by commas"),
            "",
            "Private keys for `sshfence`: ECDSA, in PEM, without a passphrase.");
    public static final Key<Duration> SSH_TIMEOUT = Key.of(
            "ha.fencing.ssh.connect-timeout", Format.duration(), "10s", "How long `sshfence` waits for a connection.");

    /** The keys. */
    public static final Keys KEYS = Keys.of(METHODS, TIMEOUT, SSH_KEYS, SSH_TIMEOUT);

    public FencingSettings {
        sshKeys = List.copyOf(sshKeys);
    }

    /** Picks them from all settings. */
    public static FencingSettings of(Settings settings) {
        return new FencingSettings(
                settings.find(METHODS), settings.get(TIMEOUT), settings.get(SSH_KEYS), settings.get(SSH_TIMEOUT));
    }
}
