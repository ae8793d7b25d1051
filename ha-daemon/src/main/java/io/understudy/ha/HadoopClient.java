package io.understudy.ha;

import io.understudy.ha.admin.rpc.NodeTarget;
import io.understudy.ha.admin.verbs.HadoopVerbs;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SessionSettings;
import io.understudy.session.config.Settings;
import io.understudy.session.config.SiteFiles;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A client of the nodes over Hadoop's protocols, as the configuration names them. */
public final class HadoopClient {

    private HadoopClient() {}

    /**
     * Runs one of Hadoop's verbs.
     *
     * @param folder with the ha-site.xml that names the nodes
     * @return the exit code
     * @throws InvalidConfiguration if the configuration does not say where the nodes are
     */
    public static int run(Path folder, String[] args, PrintStream out, PrintStream err) throws InvalidConfiguration {
        Settings settings = SiteFiles.load(folder, HaConfig.clientKeys());
        Optional<Path> hadoopFolder =
                SessionSettings.of(settings, System.getenv()).hadoopFolder();
        Configuration hadoop = hadoopFolder.isPresent() ? SiteFiles.loadHadoop(hadoopFolder) : new Configuration();
        return new HadoopVerbs(hadoop, nodes(settings), out, err).run(args);
    }

    private static Map<String, NodeTarget> nodes(Settings settings) throws InvalidConfiguration {
        RpcConfig rpc =
                RpcConfig.of(settings, List.copyOf(HaConfig.nodes(settings).keySet()));
        Map<String, NodeTarget> nodes = Targets.of(rpc, Optional.empty());
        if (nodes.isEmpty()) {
            throw new InvalidConfiguration("Hadoop's verbs go over Hadoop's RPC, and no node has a port for it: put "
                    + RpcConfig.ADDRESS.name() + " of each node into conf/ha-site.xml, or use haadmin's own verbs");
        }
        return nodes;
    }
}
