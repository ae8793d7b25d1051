package io.understudy.local.daemons;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A user and a password for ZooKeeper, made up once, in a file that its owner alone can read. */
final class CredentialFile {

    private static final int PASSWORD_BYTES = 16;

    private final Path path;

    CredentialFile(Path path) {
        this.path = path;
    }

    /** Makes it unless it is there. */
    void ensure() throws IOException {
        Files.createDirectories(path.getParent());
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            byte[] password = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(password);
            Files.writeString(path, "digest:understudy:" + HexFormat.of().formatHex(password) + "\n");
        } catch (FileAlreadyExistsException known) {
            // Whoever has used the store needs the same again.
        }
    }

    /** How a configuration points to it. */
    String reference() {
        return "@" + path;
    }

    String read() throws IOException {
        return Files.readString(path).strip();
    }
}
