package io.understudy.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What YARN knows, asked of its ResourceManager past the daemons.
 *
 * @param resourceManager its address
 */
record Yarn(URI resourceManager) {

    /** All applications that YARN knows. */
    List<JsonNode> applications() {
        List<JsonNode> applications = new ArrayList<>();
        ask("/ws/v1/cluster/apps").path("apps").path("app").forEach(applications::add);
        return applications;
    }

    /** All applications that YARN knows of a batch, by its tag. */
    List<JsonNode> applicationsOf(int batch) {
        String tag = ".*understudy-[0-9a-f]{8}-" + batch + "-.*";
        return applications().stream()
                .filter(application ->
                        application.path("applicationTags").asText().matches(tag))
                .toList();
    }

    /** How many attempts YARN made of an application. */
    int attempts(String application) {
        return ask("/ws/v1/cluster/apps/" + application + "/appattempts")
                .path("appAttempts")
                .path("appAttempt")
                .size();
    }

    /**
     * Whether YARN failed an application whose command it never began: a ResourceManager died between its record of the
     * ApplicationMaster and its order to a NodeManager to start it.
     */
    boolean lost(String application) {
        JsonNode app = ask("/ws/v1/cluster/apps/" + application).path("app");
        return app.path("state").asText().equals("FAILED")
                && app.path("diagnostics").asText().contains("Attempt recovered after RM restart");
    }

    private JsonNode ask(String path) {
        try {
            return new NodeClient(resourceManager).get(path).json();
        } catch (IOException e) {
            throw new AssertionError("GET " + path + " of YARN", e);
        }
    }
}
