package io.understudy.ha.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.Caller;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.session.audit.Deed;
import io.understudy.session.audit.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /ha/*}, by what the node is. */
final class AdministrationTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Origin FROM = new Origin("10.0.0.5", "n1");

    private final PlayedNode node = new PlayedNode();
    private final List<Deed> deeds = new ArrayList<>();
    private final List<String> levels = new ArrayList<>();
    private Authority authority = order -> Optional.empty();
    private final Administration administration = new Administration(
            PlayedNode.IDENTITY,
            node,
            node,
            node,
            order -> authority.refusal(order),
            deeds::add,
            (logger, level, time) -> {
                levels.add(logger + " " + level + " " + time);
                return Instant.EPOCH.plus(time);
            },
            Duration.ofSeconds(20),
            (request, answer) -> answer.accept(Reply.message(200, "numbers")));

    @Test
    void whatTheStoreHoldsIsInTheStatus() throws IOException {
        node.role = "active";
        node.gateOpen = true;
        node.figures = Map.of("sessions", 7, "largestShard", 3);

        JsonNode status = JSON.readTree(get("/ha/status").body());
        assertThat(status.path("store").toString()).isEqualTo("{\"largestShard\":3,\"sessions\":7}");
    }

    @Test
    void metricsAreAnsweredLikeTheRest() {
        Reply metrics = get("/metrics");

        assertThat(text(metrics)).contains("numbers");
        assertThat(metrics.headers()).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void aNodeThatDoesNotServeSaysNothingOfTheStore() throws IOException {
        assertThat(JSON.readTree(get("/ha/status").body()).path("store").isNull())
                .isTrue();
    }

    @Test
    void aNodeServesInTheEpochThatItNamesOrNotAtAll() throws IOException {
        node.role = "active";
        node.gateOpen = true;
        assertThat(get("/ha/status").headers()).containsEntry("X-HA-Epoch", "7");
        assertThat(get("/ha/active").headers()).containsEntry("X-HA-Epoch", "7");

        node.openIn = Optional.of(new Epoch(9));
        JsonNode status = json(get("/ha/status"));
        assertThat(status.path("epoch").asLong()).isEqualTo(7);
        assertThat(status.path("serving").asBoolean()).isFalse();
        assertThat(status.path("role").asText()).isEqualTo("suspended");

        node.gateOpen = false;
        assertThat(get("/ha/active").headers()).doesNotContainKey("X-HA-Epoch");
    }

    @Test
    void aProbeSaysWhy() {
        node.stopping = true;

        assertThat(text(get("/ha/readyz"))).isEqualTo("no: this node is stopping\n");
        assertThat(text(get("/ha/health"))).isEqualTo("no: this node is stopping\n");
        assertThat(text(get("/ha/active"))).isEqualTo("no: standby\n");
    }

    @Test
    void statusHasTheseFields() throws IOException {
        node.role = "active";
        node.gateOpen = true;
        node.active = Optional.of(PlayedNode.served("n1", 7));
        node.warnings = List.of("beware");

        JsonNode status = json(get("/ha/status"));

        List<String> names = new ArrayList<>();
        status.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "format",
                        "cluster",
                        "node",
                        "role",
                        "serving",
                        "epoch",
                        "leaseMs",
                        "active",
                        "zookeeper",
                        "since",
                        "version",
                        "configHash",
                        "http",
                        "tags",
                        "clockOffsetMs",
                        "held",
                        "forwarding",
                        "paused",
                        "control",
                        "store",
                        "storeFormat",
                        "candidate",
                        "reasons");
        assertThat(status.path("format").asInt()).isEqualTo(1);
        assertThat(status.path("serving").asBoolean()).isTrue();
        assertThat(status.path("leaseMs").asInt()).isEqualTo(1500);
        assertThat(status.path("active").path("http").asText()).isEqualTo("http://n1");
        assertThat(status.path("http").asText()).isEqualTo("http://h1:1");
        assertThat(status.path("tags").path(0).asText()).isEqualTo("rack-7");
        assertThat(status.path("clockOffsetMs").asLong()).isEqualTo(12);
        assertThat(status.path("held").asInt()).isEqualTo(3);
        assertThat(status.path("control").path(0).path("fate").asText()).isEqualTo("done");
        assertThat(status.path("storeFormat").asInt()).isEqualTo(1);
        assertThat(status.path("reasons")).extracting(JsonNode::asText).containsExactly("because", "beware");
    }

    @Test
    void nobodyCallsItselfActiveWhoseGateIsShut() throws IOException {
        node.role = "active";
        node.active = Optional.empty();

        JsonNode status = json(get("/ha/status"));

        assertThat(status.path("role").asText()).isEqualTo("suspended");
        assertThat(status.path("serving").asBoolean()).isFalse();
        assertThat(status.path("leaseMs").asInt()).isZero();
        assertThat(status.path("active").isNull()).isTrue();
    }

    @Test
    void theClusterIsWhatAllSayOfThemselves() throws IOException {
        node.otherSays("active", "hash");

        JsonNode cluster = json(get("/ha/cluster"));

        assertThat(cluster.path("active").asText()).isEqualTo("n2");
        assertThat(cluster.path("epoch").asLong()).isEqualTo(7);
        assertThat(cluster.path("problems")).isEmpty();
        JsonNode other = nodeOf(cluster, "n2");
        assertThat(other.path("serving").asBoolean()).isTrue();
        assertThat(other.path("reachable").asBoolean()).isTrue();
        assertThat(nodeOf(cluster, "n1").path("role").asText()).isEqualTo("standby");
    }

    @Test
    void aNodeThatFellSilentIsNotSaidToServe() throws IOException {
        node.otherSays("active", "hash");
        get("/ha/cluster");
        node.others.clear();

        JsonNode cluster = json(get("/ha/cluster"));

        JsonNode other = nodeOf(cluster, "n2");
        assertThat(other.path("serving").asBoolean()).isFalse();
        assertThat(other.path("role").asText()).isEqualTo("unknown");
        assertThat(other.path("reachable").asBoolean()).isFalse();
        assertThat(other.path("seen").asText()).isNotEmpty();
        assertThat(cluster.path("problems")).extracting(JsonNode::asText).contains("n2 cannot be reached from n1");
    }

    @Test
    void differencesAreProblems() throws IOException {
        node.otherSays("active", "another");
        node.members = List.of(PlayedNode.member("n2", true));
        node.problems = List.of("no YARN");
        node.warnings = List.of("beware");

        assertThat(json(get("/ha/cluster")).path("problems"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "no other node is ready to take over", "n2 has another configuration than n1", "no YARN");
    }

    @Test
    void whoTakesAnotherForActiveDisagrees() throws IOException {
        node.otherSays("standby", "hash");
        node.otherTakesForActive(null);
        assertThat(json(get("/ha/cluster")).path("problems"))
                .extracting(JsonNode::asText)
                .containsExactly("n2 takes nobody for active (epoch 6), n1 n2 (epoch 7)");

        node.otherTakesForActive("n2");
        assertThat(json(get("/ha/cluster")).path("problems")).isEmpty();
    }

    @Test
    void asManyNodesMayDieAsAreReadyBesideTheActive() throws IOException {
        assertThat(json(get("/ha/cluster")).path("failureTolerance").asInt()).isEqualTo(1);
        node.members.add(PlayedNode.member("n3", true));
        node.members.add(PlayedNode.member("n4", false));
        assertThat(json(get("/ha/cluster")).path("failureTolerance").asInt()).isEqualTo(2);

        node.paused = Optional.of(new ControlDesk.Paused("p", Instant.EPOCH, "n1", ""));
        assertThat(json(get("/ha/cluster")).path("failureTolerance").asInt()).isZero();
        assertThat(json(get("/ha/cluster")).path("paused").path("by").asText()).isEqualTo("n1");
        node.paused = Optional.empty();
        node.active = Optional.empty();
        assertThat(json(get("/ha/cluster")).path("failureTolerance").asInt()).isZero();
    }

    @Test
    void aSwitchoverIsPendingUntilItsFateIsKnown() throws IOException {
        assertThat(json(get("/ha/cluster")).path("pending").isNull()).isTrue();

        node.fate = "accepted";
        assertThat(json(get("/ha/cluster")).path("pending").path("to").asText()).isEqualTo("n2");
    }

    @Test
    void theLastChangeIsTheLastTermThatFollowedUponAnother() throws IOException {
        node.history = List.of(
                "{\"epoch\":6,\"from\":{\"node\":\"n1\"},\"node\":\"n2\",\"cause\":\"died\"}",
                "{\"epoch\":7,\"from\":{\"node\":null},\"node\":\"n2\"}",
                "nonsense");

        JsonNode cluster = json(get("/ha/cluster"));

        assertThat(cluster.path("lastChange").path("epoch").asInt()).isEqualTo(6);
        assertThat(cluster.path("zookeeper").asText()).isEqualTo("connected");
    }

    @Test
    void theConfigurationIsShownWithoutSecrets() throws IOException {
        JsonNode config = json(get("/ha/config"));

        assertThat(config.path("node").asText()).isEqualTo("n1");
        assertThat(config.path("yarn").asText()).isEqualTo("yarn");
        assertThat(config.path("settings").path("ha.hold.time").toString())
                .isEqualTo("{\"value\":\"20s\",\"set\":false}");
        assertThat(config.path("settings").path("ha.zookeeper.auth").toString())
                .isEqualTo("{\"value\":null,\"set\":true}");
    }

    @Test
    void aSwitchoverLeavesARequest() throws IOException {
        node.active = Optional.of(PlayedNode.served("n1", 7));
        node.otherSays("standby", "hash");

        Reply reply = post("{\"to\":\"n2\",\"epoch\":7}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(json(reply).path("id").asText()).isEqualTo("s-1");
        assertThat(post("").status()).isEqualTo(202);
        assertThat(node.requests).containsExactly("7 n2", "7 anybody");
    }

    @Test
    void anOrderOfSomebodyWhoMayNotGiveItDoesNothing() {
        node.active = Optional.of(PlayedNode.served("n1", 7));
        node.otherSays("standby", "hash");
        authority = order -> Optional.of(Reply.message(403, "not " + order.path()));

        for (String order : List.of("switchover", "step-down", "pause", "resume", "finalize")) {
            Reply reply = order(order, "");
            assertThat(reply.status()).as(order).isEqualTo(403);
            assertThat(reply.headers()).containsEntry("Cache-Control", "no-store");
        }
        assertThat(node.requests).isEmpty();
        assertThat(get("/ha/status").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'to':'n9'}            | 422 | There is no node n9",
                "{'to':7}               | 422 | A switchover is",
                "{'reason':7}           | 422 | Who asks and why",
                "{'by':'a\\nb'}          | 422 | Who asks and why",
                "[]                     | 422 | A switchover is",
                "{                      | 422 | A switchover is",
                "{'to':'n1'}            | 409 | n1 is active already",
                "{'to':'n2','epoch':6}  | 409 | Epoch 6 is over",
                "{'to':'n2'}            | 412 | n2 does not answer",
            })
    void aSwitchoverIsRefusedBeforeAnythingHappens(String body, int status, String msg) throws IOException {
        node.active = Optional.of(PlayedNode.served("n1", 7));

        Reply reply = post(body.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(json(reply).path("msg").asText()).contains(msg);
        assertThat(node.requests).isEmpty();
    }

    @Test
    void theCandidateHasTheLastWord() throws IOException {
        node.active = Optional.of(PlayedNode.served("n1", 7));
        node.otherSays("sidelined", "hash");

        Reply reply = post("{\"to\":\"n2\"}");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(json(reply).path("msg").asText()).contains("n2 is sidelined", "so it is");
    }

    @Test
    void aSwitchoverToAnybodyBeginsOnlyIfSomebodySaysThatItIsReady() throws IOException {
        node.active = Optional.of(PlayedNode.served("n1", 7));
        assertThat(json(post("")).path("msg").asText()).isEqualTo("n2 does not answer.");
        node.otherSays("sidelined", "hash");
        assertThat(json(post("")).path("msg").asText()).contains("n2 is sidelined");
        node.members.add(PlayedNode.member("n3", true));
        assertThat(json(post("")).path("msg").asText()).contains("n2 is sidelined", "n3 does not answer.");
        assertThat(post("").status()).isEqualTo(412);
        assertThat(node.requests).isEmpty();

        node.says("n3", "standby");

        assertThat(post("").status()).isEqualTo(202);
        assertThat(node.requests).containsExactly("7 anybody");
    }

    @Test
    void whoAsksAndWhyGoesWithTheOrder() {
        node.active = Optional.of(PlayedNode.served("n1", 7));
        node.otherSays("standby", "hash");

        post("{\"to\":\"n2\",\"by\":\"alice\",\"reason\":\"new disks\"}");
        order("step-down", "{\"by\":\"alice\"}");
        administration.handle(
                new EdgeRequest(
                        "POST",
                        "/ha/switchover",
                        "",
                        Map.of(),
                        "{\"by\":\"alice\"}".getBytes(StandardCharsets.UTF_8),
                        new Caller(Optional.of("bob"), FROM),
                        Optional.empty()),
                reply -> {});

        assertThat(node.requests)
                .containsExactly("7 n2 by alice (new disks)", "7 anybody by alice", "7 anybody by bob");
        assertThat(deeds)
                .hasSize(3)
                .contains(new Deed(Optional.of("bob"), FROM, "POST", "/ha/switchover", Map.of(), "202"));
    }

    @Test
    void theNodeThatIsAskedIsACandidateItself() {
        node.active = Optional.of(PlayedNode.served("n2", 7));
        node.members = List.of(PlayedNode.member("n1", true), PlayedNode.member("n2", true));

        assertThat(post("").status()).isEqualTo(202);
    }

    @Test
    void withoutAStandbyOrAnActiveThereIsNoSwitchover() {
        node.active = Optional.of(PlayedNode.served("n1", 7));
        node.members = List.of(PlayedNode.member("n1", true), PlayedNode.member("n2", false));
        assertThat(post("{}").status()).isEqualTo(412);
        node.active = Optional.empty();
        assertThat(post("{}").status()).isEqualTo(409);
    }

    @Test
    void whatZooKeeperSaysToTheRequestIsPassedOn() {
        node.active = Optional.of(PlayedNode.served("n1", 7));
        node.otherSays("standby", "hash");
        node.left = new ControlDesk.Left.Occupied("Another request came first.");
        assertThat(post("{}").status()).isEqualTo(409);
        node.left = new ControlDesk.Left.Failed("connection lost");
        assertThat(post("{}").status()).isEqualTo(503);
    }

    @Test
    void whoStepsDownNeedsSomebodyWhoIsReady() throws IOException {
        node.active = Optional.of(PlayedNode.served("n1", 7));
        assertThat(order("step-down", "").status()).isEqualTo(409);
        assertThat(json(order("step-down", "{\"epoch\":6}")).path("msg").asText())
                .contains("Epoch 6 is over");
        assertThat(order("step-down", "[]").status()).isEqualTo(422);
        assertThat(node.requests).isEmpty();

        node.otherSays("standby", "hash");

        Reply reply = order("step-down", "{\"epoch\":7}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(json(reply).path("id").asText()).isEqualTo("s-1");
        assertThat(node.requests).containsExactly("7 anybody");
        node.active = Optional.empty();
        assertThat(json(order("step-down", "")).path("msg").asText()).contains("No node is active");
        assertThat(order("step-down", "").status()).isEqualTo(409);
    }

    @Test
    void inAPauseASwitchoverAsksThoseWhomOnlyThePauseKeepsOut() {
        node.active = Optional.of(PlayedNode.served("n2", 7));
        node.members = List.of(PlayedNode.member("n1", false), PlayedNode.member("n2", true));
        node.role = "sidelined";
        assertThat(post("").status()).isEqualTo(412);
        node.paused = Optional.of(new ControlDesk.Paused("p", Instant.EPOCH, "n2", "disks"));
        assertThat(post("").status()).isEqualTo(412);

        node.candidate = true;

        assertThat(post("{\"to\":\"n1\"}").status()).isEqualTo(202);
        assertThat(order("step-down", "").status()).isEqualTo(202);
    }

    @Test
    void aPauseLeavesARequest() throws IOException {
        Reply reply = order("pause", "");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(json(reply).toString()).isEqualTo("{\"id\":\"s-1\",\"epoch\":7,\"seconds\":7200}");
        order("pause", "{\"for\":\"30m\",\"reason\":\"new disks\",\"epoch\":7}");
        order("pause", "{\"for\":90}");
        order("pause", "{\"for\":\"24h\",\"reason\":null,\"by\":\"alice\"}");
        assertThat(node.requests)
                .containsExactly(
                        "7 pause PT2H", "7 pause PT30M (new disks)", "7 pause PT1M30S", "7 pause PT24H by alice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'for':'25h'}            | 422 | from a second to 24 hours",
                "{'for':86401}            | 422 | from a second to 24 hours",
                "{'for':0}                | 422 | A pause is",
                "{'for':-1}               | 422 | A pause is",
                "{'for':'500ms'}          | 422 | A pause is",
                "{'for':'soon'}           | 422 | A pause is",
                "{'for':[2]}              | 422 | A pause is",
                "{'for':99999999999}      | 422 | A pause is",
                "{'reason':7}             | 422 | Who asks and why",
                "{'reason':'a\\nb'}       | 422 | Who asks and why",
                "{'epoch':6}              | 409 | Epoch 6 is over",
                "[                        | 422 | A pause is",
            })
    void aPauseThatIsNoneIsRefused(String body, int status, String msg) throws IOException {
        Reply reply = order("pause", body.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(json(reply).path("msg").asText()).contains(msg);
        assertThat(node.requests).isEmpty();
    }

    @Test
    void whereNobodyIsActiveNothingIsPaused() {
        node.active = Optional.empty();
        assertThat(order("pause", "").status()).isEqualTo(409);
        assertThat(node.requests).isEmpty();
    }

    @Test
    void aPauseIsShownAndTakenBack() throws IOException {
        assertThat(json(order("resume", "")).toString()).isEqualTo("{\"done\":true}");
        assertThat(order("resume", "").status()).isEqualTo(200);
        assertThat(json(get("/ha/status")).path("paused").isNull()).isTrue();
        node.otherSays("sidelined", "hash");
        node.paused = Optional.of(new ControlDesk.Paused("p", Instant.EPOCH, "n2", "disks"));

        assertThat(json(get("/ha/status")).path("paused").toString())
                .isEqualTo("{\"until\":\"1970-01-01T00:00:00Z\",\"by\":\"n2\",\"reason\":\"disks\",\"id\":\"p\"}");
        assertThat(json(get("/ha/cluster")).path("problems"))
                .extracting(JsonNode::asText)
                .contains("the cluster is paused until 1970-01-01T00:00:00Z by n2 (disks): nobody takes over until then"
                        + " or until resume");
        node.active = Optional.empty();
        assertThat(json(order("resume", "")).toString()).isEqualTo("{\"id\":\"s-1\",\"epoch\":7,\"done\":false}");
        assertThat(node.requests).containsExactly("7 resume");
        node.zookeeper = "disconnected";
        assertThat(order("resume", "").status()).isEqualTo(503);
    }

    @Test
    void finalizingAnUpgradeLeavesARequestForTheNewestFormat() throws IOException {
        Reply reply = finalizing("{\"epoch\":7}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(json(reply).toString()).isEqualTo("{\"id\":\"s-1\",\"epoch\":7,\"format\":2,\"done\":false}");
        assertThat(finalizing("").status()).isEqualTo(202);
        assertThat(node.requests).containsExactly("7 format 2", "7 format 2");
    }

    @Test
    void aStoreOfTheNewestFormatNeedsNoFinalizing() throws IOException {
        node.storeFormat = OptionalInt.of(2);
        node.members = List.of(PlayedNode.member("n1", true), PlayedNode.member("n2", true, 1));

        Reply reply = finalizing("{\"epoch\":6}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply).path("format").asInt()).isEqualTo(2);
        assertThat(json(reply).path("done").asBoolean()).isTrue();
        assertThat(node.requests).isEmpty();
    }

    @Test
    void whileAMemberRunsAnOlderBuildNothingIsFinalized() throws IOException {
        node.members = List.of(
                PlayedNode.member("n1", true), PlayedNode.member("n2", true, 1), PlayedNode.member("n3", false, 1));

        Reply reply = finalizing("");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(json(reply).path("msg").asText())
                .contains("do not know format 2: n2 (up to 1), n3 (up to 1)", "Install");
        assertThat(node.requests).isEmpty();
    }

    @Test
    void aNodeThatWasNotUpgradedItselfSaysSo() throws IOException {
        node.members = List.of(PlayedNode.member("n1", true), PlayedNode.member("n2", true, 3));

        Reply reply = finalizing("");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(json(reply).path("msg").asText()).contains("do not know format 3: n1 (up to 2).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'epoch':6}   | 409 | Epoch 6 is over: it is epoch 7 now.",
                "{'epoch':'7'} | 422 | A finalization is",
                "[]            | 422 | A finalization is",
                "{             | 422 | A finalization is",
            })
    void finalizingIsRefusedBeforeAnythingHappens(String body, int status, String msg) throws IOException {
        Reply reply = finalizing(body.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(json(reply).path("msg").asText()).contains(msg);
        assertThat(node.requests).isEmpty();
    }

    @Test
    void nothingIsFinalizedBetweenTwoTerms() {
        node.active = Optional.empty();
        assertThat(finalizing("").status()).isEqualTo(409);
        node.active = Optional.of(PlayedNode.served("n2", 6));
        assertThat(finalizing("").status()).isEqualTo(409);
        assertThat(node.requests).isEmpty();
    }

    @Test
    void aNodeThatDoesNotSeeTheClusterFinalizesNothing() {
        node.zookeeper = "disconnected";
        assertThat(finalizing("").status()).isEqualTo(503);
        node.zookeeper = "connected";
        node.storeFormat = OptionalInt.empty();
        assertThat(finalizing("").status()).isEqualTo(503);
        assertThat(node.requests).isEmpty();
    }

    @Test
    void whatZooKeeperSaysToTheFinalizationIsPassedOn() {
        node.left = new ControlDesk.Left.Occupied("Another request came first.");
        assertThat(finalizing("").status()).isEqualTo(409);
        node.left = new ControlDesk.Left.Failed("connection lost");
        assertThat(finalizing("").status()).isEqualTo(503);
    }

    @Test
    void aPageOfAnotherSiteGivesNoOrders() {
        Map<String, String> foreign = Map.of("host", "n1:8998", "origin", "http://evil");
        Map<String, String> own = Map.of("host", "n1:8998", "origin", "http://n1:8998");
        node.active = Optional.of(PlayedNode.served("n1", 7));
        node.otherSays("standby", "hash");

        assertThat(send("POST", "/ha/switchover", "{}", foreign).status()).isEqualTo(403);
        assertThat(send("POST", "/ha/finalize", "{}", foreign).status()).isEqualTo(403);
        assertThat(node.requests).isEmpty();
        assertThat(send("POST", "/ha/switchover", "{}", own).status()).isEqualTo(202);
    }

    @Test
    void aLevelIsSetForAWhileByWhomeverMayGiveOrders() throws IOException {
        Reply done = order("log-level", "{\"logger\":\"io.understudy\",\"level\":\"DEBUG\",\"for\":\"10m\"}");
        assertThat(done.status()).isEqualTo(200);
        assertThat(json(done).path("until").asText()).isEqualTo("1970-01-01T00:10:00Z");
        assertThat(order("log-level", "{\"logger\":\"ROOT\",\"level\":\"off\"}").status())
                .isEqualTo(200);
        for (String wrong : List.of(
                "",
                "{\"logger\":\"io.understudy\",\"level\":\"loud\"}",
                "{\"logger\":\"a\\nb\",\"level\":\"info\"}",
                "{\"level\":\"info\"}",
                "{\"logger\":\"a\",\"level\":\"info\",\"for\":\"25h\"}")) {
            assertThat(order("log-level", wrong).status()).as(wrong).isEqualTo(422);
        }
        authority = order -> Optional.of(Reply.message(403, "no"));
        assertThat(order("log-level", "{\"logger\":\"a\",\"level\":\"info\"}").status())
                .isEqualTo(403);

        assertThat(levels).containsExactly("io.understudy debug PT10M", "ROOT off PT30M");
    }

    @Test
    void everyAnswerIsFreshAndMethodsAreKeptTo() {
        assertThat(get("/ha/status").headers()).containsEntry("Cache-Control", "no-store");
        assertThat(send("POST", "/ha/status", "").status()).isEqualTo(405);
        assertThat(send("POST", "/ha/status", "").headers()).containsEntry("Allow", "GET, HEAD, OPTIONS");
        assertThat(send("GET", "/ha/switchover", "").headers()).containsEntry("Allow", "POST, OPTIONS");
        assertThat(send("GET", "/ha/finalize", "").status()).isEqualTo(405);
        assertThat(send("OPTIONS", "/ha/status", "").status()).isEqualTo(200);
        assertThat(get("/ha/nothing").status()).isEqualTo(404);
        assertThat(get("/metrics").status()).isEqualTo(200);
        assertThat(send("POST", "/metrics", "").status()).isEqualTo(405);
        assertThat(get("/isActive").headers()).doesNotContainKey("Content-Encoding");
    }

    private static JsonNode nodeOf(JsonNode cluster, String id) {
        for (JsonNode each : cluster.path("nodes")) {
            if (each.path("node").asText().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("no " + id + " in " + cluster);
    }

    private Reply get(String path) {
        return send("GET", path, "");
    }

    private Reply post(String body) {
        return send("POST", "/ha/switchover", body);
    }

    private Reply order(String name, String body) {
        return send("POST", "/ha/" + name, body);
    }

    private Reply finalizing(String body) {
        return send("POST", "/ha/finalize", body);
    }

    private Reply send(String method, String path, String body) {
        return send(method, path, body, Map.of());
    }

    private Reply send(String method, String path, String body, Map<String, String> headers) {
        List<Reply> replies = new ArrayList<>();
        administration.handle(
                new EdgeRequest(
                        method,
                        path,
                        "",
                        headers,
                        body.getBytes(StandardCharsets.UTF_8),
                        Caller.NOBODY,
                        Optional.empty()),
                replies::add);
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(Reply reply) throws IOException {
        return JSON.readTree(reply.body());
    }
}
