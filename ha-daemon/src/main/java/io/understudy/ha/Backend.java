package io.understudy.ha;

import io.understudy.fencing.FencedStore;
import io.understudy.session.RequestRules;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SiteFiles;
import io.understudy.session.service.Cluster;
import io.understudy.session.service.SessionStore;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.spark.SparkSubmitProcesses;
import io.understudy.session.store.ZnodeSessions;
import io.understudy.session.yarn.ApplicationMasterJar;
import io.understudy.session.yarn.YarnCluster;
import io.understudy.session.yarn.YarnSettings;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * What batches work with.
 *
 * @param cluster runs them
 * @param submitter brings Spark's there
 * @param stores keeps them, in the fenced store of a term
 * @param rules that requests must keep to
 */
public record Backend(
        Cluster cluster, SparkSubmitter submitter, Function<FencedStore, SessionStore> stores, RequestRules rules) {

    /** Makes a backend. */
    public interface Maker {

        /**
         * Talks to nobody yet.
         *
         * @throws InvalidConfiguration with a sentence for the operator
         * @throws IOException with a sentence for the operator
         */
        Backend make(HaConfig config) throws InvalidConfiguration, IOException;
    }

    /** YARN, and sessions as znodes. */
    public static Backend ofYarn(HaConfig config) throws InvalidConfiguration, IOException {
        Configuration hadoop = SiteFiles.loadHadoop(config.sessions().hadoopFolder());
        Cluster cluster = YarnCluster.open(new YarnSettings(
                hadoop,
                config.cluster().cluster(),
                config.sessions().stagingFolder(),
                ApplicationMasterJar.on(System.getProperty("java.class.path")),
                config.sessions().service().parallelSubmissions()));
        Executor records = Executors.newSingleThreadExecutor(Threads.named("records"));
        return new Backend(
                cluster,
                SparkSubmitProcesses.open(config.sessions().spark()),
                store -> new ZnodeSessions(store, records),
                config.sessions().rules(hadoop));
    }
}
