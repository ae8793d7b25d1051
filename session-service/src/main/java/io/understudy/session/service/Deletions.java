package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.Ending;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.Tombstone;
import io.understudy.session.service.Sessions.Deleted;
import io.understudy.session.service.Sessions.Forbidden;
import io.understudy.session.service.Sessions.KeyReused;
import io.understudy.session.service.Sessions.NotFound;
import io.understudy.session.service.Sessions.Removal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Deletes sessions: a tombstone first, then the kill. Once the tombstone is durable the session is gone, whatever becomes
 * of this process: whoever polls YARN next kills what carries its tag. Belongs to the loop.
 */
final class Deletions {

    private final Office office;
    private final Registry registry;
    private final Writes writes;
    private final Submissions submissions;
    private final Kills kills;
    private final SubmissionLogs outputs;
    private final Duration longest;
    private final Map<IdempotencyKey, Deletion> underWay = new HashMap<>();

    Deletions(
            Office office,
            Registry registry,
            Writes writes,
            Submissions submissions,
            Kills kills,
            SubmissionLogs outputs,
            Duration longest) {
        this.office = office;
        this.registry = registry;
        this.writes = writes;
        this.submissions = submissions;
        this.kills = kills;
        this.outputs = outputs;
        this.longest = longest;
    }

    /** One request to delete, with those that repeat it while it is under way. */
    private record Deletion(SessionId id, String target, IdempotencyKey key, List<Consumer<Reply<Removal>>> clients) {}

    /** Deletes a session, or says why not. */
    void delete(String idOrName, IdempotencyKey key, Predicate<Session> permitted, Consumer<Reply<Removal>> reply) {
        if (!office.mayAct()) {
            say(reply, Answers.NOT_SERVING);
            return;
        }
        Optional<Tombstone> before = registry.deletedBy(key);
        Deletion same = underWay.get(key);
        if (same != null && same.target.equals(idOrName)) {
            same.clients.add(reply);
        } else if (same != null) {
            say(reply, new KeyReused(same.id));
        } else if (before.isPresent()) {
            boolean repeated = before.get()
                    .deletion()
                    .request()
                    .map(Tombstone.Request::target)
                    .equals(Optional.of(idOrName));
            say(
                    reply,
                    repeated
                            ? new Deleted(before.get().id())
                            : new KeyReused(before.get().id()));
        } else {
            registry.resolve(idOrName)
                    .ifPresentOrElse(
                            id -> begin(id, idOrName, key, permitted, reply),
                            () -> reply.accept(new Reply<>(new NotFound(), office.gate())));
        }
    }

    /** Tells YARN again where it could not be told before. */
    void retry() {
        for (Deletion deletion : List.copyOf(underWay.values())) {
            if (registry.stored(deletion.id).orElse(null) instanceof Tombstone tombstone) {
                tombstone.applicationId().ifPresent(application -> kill(deletion, application));
            }
        }
    }

    private void begin(
            SessionId id,
            String target,
            IdempotencyKey key,
            Predicate<Session> permitted,
            Consumer<Reply<Removal>> reply) {
        Optional<Session> session = registry.session(id);
        if (session.isEmpty()) {
            say(reply, Answers.unreadable(registry.setAside(id).orElseThrow()));
        } else if (!permitted.test(session.get())) {
            reply.accept(new Reply<>(new Forbidden(), office.gate()));
        } else if (writes.isUnsettled(id)) {
            say(reply, Answers.UNKNOWN);
        } else {
            Deletion deletion = new Deletion(id, target, key, new ArrayList<>(List.of(reply)));
            boolean ended = session.get().ending().equals(Optional.of(Ending.REPORTED));
            underWay.put(key, deletion);
            writes.change(
                    id,
                    current -> current.tombstone(Tombstone.Deletion.ordered(key, target, office.now())),
                    outcome -> concluded(deletion, ended, outcome));
        }
    }

    private void concluded(Deletion deletion, boolean ended, Writes.Outcome outcome) {
        if (outcome instanceof Writes.Done done && done.stored() instanceof Tombstone tombstone) {
            outputs.remove(deletion.id, gone -> {});
            if (!tombstone.deletion().key().equals(Optional.of(deletion.key))) {
                answer(deletion, new NotFound());
            } else if (ended) {
                answer(deletion, new Deleted(deletion.id));
            } else {
                office.after(longest, () -> answer(deletion, new Deleted(deletion.id)));
                submissions.cutShort(
                        deletion.id,
                        () -> tombstone
                                .applicationId()
                                .ifPresentOrElse(
                                        application -> kill(deletion, application),
                                        () -> answer(deletion, new Deleted(deletion.id))));
            }
        } else if (outcome instanceof Writes.Unknown) {
            answer(deletion, Answers.UNKNOWN);
        } else {
            answer(deletion, Answers.NOT_SERVING);
        }
    }

    private void kill(Deletion deletion, ApplicationId application) {
        if (!office.mayAct()) {
            answer(deletion, new Deleted(deletion.id));
        } else if (underWay.containsKey(deletion.key) && !submissions.isUnderWay(deletion.id)) {
            kills.kill(application, "session " + deletion.id + " was deleted", told -> {
                if (told) {
                    answer(deletion, new Deleted(deletion.id));
                }
            });
        }
    }

    private void answer(Deletion deletion, Removal result) {
        if (underWay.remove(deletion.key, deletion)) {
            deletion.clients.forEach(client -> say(client, result));
        }
    }

    private static void say(Consumer<Reply<Removal>> reply, Removal result) {
        reply.accept(Reply.always(result));
    }
}
