package io.understudy.ha.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.ha.admin.ControlDesk.Paused;
import io.understudy.ha.admin.PlayedNode;
import io.understudy.ha.gateway.Caller;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.Account;
import io.understudy.ha.node.Phases;
import io.understudy.ha.role.Role;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What a node says in numbers, by what it is. */
final class MetricsTest {

    private final PlayedWorkings played = new PlayedWorkings();

    @Test
    void aStandbyTellsItsRoleAndNothingOfTheStore() {
        assertThat(lines())
                .contains(
                        "understudy_active{cluster=\"c\",node=\"n1\"} 0.0",
                        "understudy_role{cluster=\"c\",node=\"n1\",role=\"standby\"} 1.0",
                        "understudy_role{cluster=\"c\",node=\"n1\",role=\"active\"} 0.0",
                        "understudy_role_entries_total{cluster=\"c\",node=\"n1\",role=\"standby\"} 2.0",
                        "understudy_epoch{cluster=\"c\",node=\"n1\"} 7.0",
                        "understudy_info{cluster=\"c\",config=\"hash\",node=\"n1\",version=\"0.1\"} 1")
                .noneMatch(line -> line.startsWith("understudy_store"))
                .noneMatch(line -> line.startsWith("understudy_sessions"))
                .noneMatch(line -> line.startsWith("understudy_submissions"));
    }

    @Test
    void whoeverServesTellsWhatItHoldsAndDoes() {
        assertThat(PlayedWorkings.inOffice().metrics.text().lines())
                .contains(
                        "understudy_active{cluster=\"c\",node=\"n1\"} 1.0",
                        "understudy_role{cluster=\"c\",node=\"n1\",role=\"active\"} 1.0",
                        "understudy_lease_seconds{cluster=\"c\",node=\"n1\"} 1.5",
                        "understudy_store_set_aside{cluster=\"c\",node=\"n1\"} 1.0",
                        "understudy_sessions{cluster=\"c\",node=\"n1\",state=\"running\"} 7.0",
                        "understudy_submissions_pending{cluster=\"c\",kind=\"command\",node=\"n1\",state=\"queued\"} 3.0",
                        "understudy_submissions_total{cluster=\"c\",kind=\"command\",node=\"n1\",result=\"accepted\"} 8.0",
                        "understudy_recovery_seconds{cluster=\"c\",node=\"n1\"} 0.25",
                        "understudy_yarn_silence_seconds{cluster=\"c\",node=\"n1\"} 90.0");
    }

    @Test
    void nobodyIsActiveWhoseGateIsShut() {
        played.node.role = "active";

        assertThat(lines())
                .contains(
                        "understudy_active{cluster=\"c\",node=\"n1\"} 0.0",
                        "understudy_role{cluster=\"c\",node=\"n1\",role=\"active\"} 0.0",
                        "understudy_role{cluster=\"c\",node=\"n1\",role=\"suspended\"} 1.0");
    }

    @Test
    void everyRoleIsThere() {
        long named = lines().stream()
                .filter(line -> line.startsWith("understudy_role{"))
                .count();

        assertThat(named).isEqualTo(Role.class.getPermittedSubclasses().length);
    }

    @Test
    void requestsAndWritesAreToldByWhatBecameOfThem() {
        assertThat(lines())
                .contains(
                        "understudy_requests_total{cluster=\"c\",node=\"n1\",result=\"served\"} 5.0",
                        "understudy_requests_total{cluster=\"c\",node=\"n1\",result=\"forwarded\"} 6.0",
                        "understudy_hold_requests{cluster=\"c\",node=\"n1\"} 3.0",
                        "understudy_hold_used_ratio{cluster=\"c\",node=\"n1\"} 0.25",
                        "understudy_fenced_writes_total{cluster=\"c\",node=\"n1\",result=\"written\"} 11.0",
                        "understudy_fenced_writes_total{cluster=\"c\",node=\"n1\",result=\"conflict\"} 12.0",
                        "understudy_fenced_writes_total{cluster=\"c\",node=\"n1\",result=\"deposed\"} 13.0",
                        "understudy_fenced_writes_total{cluster=\"c\",node=\"n1\",result=\"unknown\"} 14.0");
    }

    @Test
    void zooKeeperAndPausesAreTold() {
        played.node.zookeeper = "disconnected";
        played.node.paused = Optional.of(new Paused("p-1", Instant.EPOCH, "n1", ""));

        assertThat(lines())
                .contains(
                        "understudy_zookeeper_session{cluster=\"c\",node=\"n1\",state=\"connected\"} 0.0",
                        "understudy_zookeeper_session{cluster=\"c\",node=\"n1\",state=\"disconnected\"} 1.0",
                        "understudy_ready_members{cluster=\"c\",node=\"n1\"} 2.0",
                        "understudy_paused{cluster=\"c\",node=\"n1\"} 1.0");
    }

    @Test
    void phasesOfATakeoverGoIntoTheirBuckets() {
        played.process.tookOver(PlayedWorkings.PHASES);

        assertThat(lines())
                .contains(
                        phase("_bucket", "fence\",le=\"0.01") + "0",
                        phase("_bucket", "fence\",le=\"0.025") + "1",
                        phase("_sum", "recover") + "0.3",
                        phase("_sum", "announce") + "0.01",
                        phase("_sum", "total") + "0.33",
                        phase("_count", "total") + "1");
    }

    @Test
    void aTermIsTimedOnce() {
        List<Phases> told = new ArrayList<>();
        List<Epoch> written = new ArrayList<>();
        TimedHistory history = new TimedHistory(
                (store, account, reply) -> written.add(store.term().epoch()), told::add);
        InMemoryStore memory = InMemoryStore.create();
        Account account = new Account(PlayedWorkings.PHASES, Map.of());

        FencedStore first = InMemoryFencedStore.win(memory, "n1");
        history.complete(first, account, outcome -> {});
        history.complete(first, account, outcome -> {});
        history.complete(InMemoryFencedStore.win(memory, "n1"), account, outcome -> {});

        assertThat(written).hasSize(3);
        assertThat(told).containsExactly(PlayedWorkings.PHASES, PlayedWorkings.PHASES);
    }

    @Test
    void thePageIsTextForPrometheus() {
        List<Reply> replies = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        EdgeRequest request =
                new EdgeRequest("GET", "/metrics", "", Map.of(), new byte[0], Caller.NOBODY, Optional.empty());
        new MetricsPage(played.metrics, tasks::add).handle(request, replies::add);
        assertThat(replies).as("the thread that asks writes nothing").isEmpty();

        tasks.get(0).run();

        assertThat(replies).singleElement().satisfies(reply -> {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers()).containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("\nunderstudy_active{");
        });
    }

    @Test
    void jmxHasTheSameSeries() throws Exception {
        MetricsBean.register(played.metrics, PlayedNode.IDENTITY);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName bean = new ObjectName("io.understudy:type=Metrics,cluster=c,node=n1");
        try {
            String epoch = "understudy_epoch{cluster=\"c\",node=\"n1\"}";
            assertThat(server.getAttribute(bean, epoch)).isEqualTo(7.0);
            played.node.epoch = new Epoch(8);
            assertThat(server.getAttributes(bean, new String[] {epoch, "nonsense"})
                            .asList())
                    .singleElement()
                    .satisfies(found -> assertThat(found.getValue()).isEqualTo(8.0));
            assertThat(server.getMBeanInfo(bean).getAttributes())
                    .extracting(info -> info.getName())
                    .contains(epoch, "understudy_role{cluster=\"c\",node=\"n1\",role=\"standby\"}");
        } finally {
            server.unregisterMBean(bean);
        }
    }

    private static String phase(String suffix, String phase) {
        return "understudy_takeover_phase_seconds" + suffix + "{cluster=\"c\",node=\"n1\",phase=\"" + phase + "\"} ";
    }

    private List<String> lines() {
        return played.metrics.text().lines().toList();
    }
}
