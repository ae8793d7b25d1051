package io.understudy.session.yarn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagingAreaTest {

    private static final int AT_ONCE = 8;

    @TempDir
    private Path dir;

    /** YARN compares a resource's time with the one that the submission named. */
    @RepeatedTest(5)
    void submissionsAtOnceNameOneAndTheSameJar() throws Exception {
        StagingArea staging = staging();
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<FileStatus>> calls = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                calls.add(threads.submit(() -> {
                    together.await();
                    return staging.applicationMaster();
                }));
            }
            List<Long> times = new ArrayList<>();
            for (Future<FileStatus> call : calls) {
                times.add(call.get(60, SECONDS).getModificationTime());
            }
            assertThat(times).containsOnly(staging.applicationMaster().getModificationTime());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theJarIsPutThereAgainIfSomebodyRemovedIt() throws Exception {
        StagingArea staging = staging();
        Files.delete(Path.of(staging.applicationMaster().getPath().toUri()));
        assertThat(Path.of(staging.applicationMaster().getPath().toUri())).hasContent("a jar");
    }

    private StagingArea staging() throws Exception {
        Path jar = Files.writeString(dir.resolve("application-master.jar"), "a jar");
        return new StagingArea(new YarnSettings(
                new Configuration(false),
                "c",
                Optional.of(dir.resolve("staging").toUri().toString()),
                jar,
                1));
    }
}
