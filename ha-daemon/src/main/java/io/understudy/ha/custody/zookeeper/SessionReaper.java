package io.understudy.ha.custody.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.ha.custody.Custody;
import io.understudy.ha.custody.Reaper;
import io.understudy.ha.custody.Ticket;
import io.understudy.session.config.zookeeper.SaslLogin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.Watcher.Event.KeeperState;

/** Takes the sessions of a dead process up and closes them. */
public final class SessionReaper implements Reaper {

    private static final Duration REHEARSAL = Duration.ofSeconds(10);
    private static final Duration REHEARSED_SESSION = Duration.ofSeconds(4);

    /** Opens a session of its own and closes it: what {@link #reap} does is then loaded, and was done once. */
    @Override
    public void rehearse(Custody custody) {
        try {
            CustodyParts.login(custody).ifPresent(SaslLogin::install);
            LastWord own = LastWord.open(CustodyParts.address(custody, REHEARSED_SESSION, REHEARSAL));
            if (own.await(System.nanoTime() + REHEARSAL.toNanos()) == KeeperState.SyncConnected) {
                own.look(custody.grave());
            }
            own.close();
        } catch (IOException e) {
            // It will be tried again when it counts.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<String> reap(Custody custody, boolean provenDead, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        CustodyParts.login(custody).ifPresent(SaslLogin::install);
        List<LastWord> sessions = new ArrayList<>();
        List<Ticket> left = new ArrayList<>();
        boolean buried = !provenDead;
        try {
            for (Ticket ticket : custody.tickets()) {
                sessions.add(LastWord.takeUp(CustodyParts.address(custody, ticket.timeout(), limit), ticket));
            }
            for (int i = 0; i < sessions.size(); i++) {
                KeeperState state = sessions.get(i).await(end);
                if (state == KeeperState.SyncConnected && !buried) {
                    sessions.get(i).bury(custody.grave(), custody.epitaph().getBytes(UTF_8), CustodyParts.acl(custody));
                    buried = true;
                } else if (state != KeeperState.SyncConnected && state != KeeperState.Expired) {
                    left.add(custody.tickets().get(i));
                }
                sessions.get(i).close();
            }
        } catch (IOException e) {
            return Optional.of("its sessions with ZooKeeper were left to expire: " + e.getMessage());
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("ZooKeeper did not answer in time: its sessions " + left + " will expire by themselves");
    }
}
