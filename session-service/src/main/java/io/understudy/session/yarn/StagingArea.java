package io.understudy.session.yarn;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What this service keeps on the cluster's file system: the ApplicationMaster's jar, once per content, and a mark of each
 * store that submits from here. Any thread; repeating is harmless.
 */
final class StagingArea {

    private static final String STORE = "store-";

    private final Configuration hadoop;
    private final Optional<String> folder;
    private final String cluster;
    private final java.nio.file.Path jar;
    private final String jarName;

    /**
     * Touches nothing on the cluster yet.
     *
     * @throws IOException if the jar cannot be read
     */
    StagingArea(YarnSettings settings) throws IOException {
        this.hadoop = settings.hadoop();
        this.folder = settings.stagingFolder();
        this.cluster = settings.cluster();
        this.jar = settings.applicationMaster();
        this.jarName = "understudy-application-master-" + hash(jar) + ".jar";
    }

    /**
     * The ApplicationMaster's jar as it lies on the cluster; uploads it if it is not there. One call at a time: not every
     * file system refuses to put a second upload in the place of the first, and YARN starts nothing from a jar that was
     * written after the submission named it.
     */
    synchronized FileStatus applicationMaster() throws IOException {
        FileSystem files = fileSystem();
        Path target = new Path(folder(files), jarName);
        try {
            return files.getFileStatus(target);
        } catch (FileNotFoundException missing) {
            upload(files, target);
            return files.getFileStatus(target);
        }
    }

    /**
     * Leaves the mark of this store.
     *
     * @return the marks of other stores with the same cluster id
     */
    List<Path> mark(String storeBrief) throws IOException {
        FileSystem files = fileSystem();
        Path marks = new Path(folder(files), cluster);
        files.mkdirs(marks);
        Path ours = new Path(marks, STORE + storeBrief);
        if (!files.exists(ours)) {
            files.create(ours, true).close();
        }
        List<Path> others = new ArrayList<>();
        for (FileStatus status : files.listStatus(marks)) {
            String name = status.getPath().getName();
            if (name.startsWith(STORE) && !name.equals(ours.getName())) {
                others.add(status.getPath());
            }
        }
        return others;
    }

    private void upload(FileSystem files, Path target) throws IOException {
        files.mkdirs(target.getParent());
        Path temporary = new Path(target.getParent(), "." + jarName + "." + UUID.randomUUID());
        try {
            try (OutputStream out = files.create(temporary, false)) {
                Files.copy(jar, out);
            }
            // Another node may have been faster: then its file has the same content.
            if (!files.rename(temporary, target) && !files.exists(target)) {
                throw new IOException("the ApplicationMaster's jar cannot be put at " + target);
            }
        } finally {
            files.delete(temporary, false);
        }
    }

    private FileSystem fileSystem() throws IOException {
        return folder.isPresent() ? new Path(folder.get()).getFileSystem(hadoop) : FileSystem.get(hadoop);
    }

    private Path folder(FileSystem files) {
        return files.makeQualified(
                folder.isPresent() ? new Path(folder.get()) : new Path(files.getHomeDirectory(), ".understudy"));
    }

    private static String hash(java.nio.file.Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
