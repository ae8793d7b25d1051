package io.understudy.session.yarn;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What the adapter needs to know.
 *
 * @param hadoop the cluster's own configuration: core-site, hdfs-site and yarn-site
 * @param cluster {@code ha.cluster.id}: stores that share it on one YARN are told to the operator
 * @param stagingFolder {@code session.staging.dir}; empty for {@code .understudy} in the service user's home on the
 *     default file system
 * @param applicationMaster the jar that is uploaded, see {@link ApplicationMasterJar}
 * @param submissions how many submissions are under way at once
 */
public record YarnSettings(
        Configuration hadoop,
        String cluster,
        Optional<String> stagingFolder,
        Path applicationMaster,
        int submissions) {}
