package io.understudy.session.service;

import io.understudy.session.Session;
import io.understudy.session.SessionId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The way to YARN of one kind of batches: a bounded number is under way at once, the others wait in the order of their
 * ids, so that those of one queue are begun in the order in which they were ordered. Belongs to the loop.
 */
final class Lane {

    private final Office office;
    private final Registry registry;
    private final int most;
    private final Consumer<Session> begin;
    private final SortedSet<SessionId> queue = new TreeSet<>();
    private final Map<SessionId, List<Runnable>> underWay = new HashMap<>();
    private final Map<SubmissionResult, Long> ended = new EnumMap<>(SubmissionResult.class);
    private boolean stalled;

    /**
     * @param most how many may be under way at once
     * @param begin begins a submission; {@link #end} is called when it is over
     */
    Lane(Office office, Registry registry, int most, Consumer<Session> begin) {
        this.office = office;
        this.registry = registry;
        this.most = most;
        this.begin = begin;
        for (SubmissionResult result : SubmissionResult.values()) {
            ended.put(result, 0L);
        }
    }

    /** Begins a submission when its turn comes. */
    void add(SessionId id) {
        if (!underWay.containsKey(id) && queue.add(id)) {
            startNext();
        }
    }

    /** Takes a place for a submission, now or not at all. */
    boolean enter(SessionId id) {
        return underWay.size() < most && underWay.putIfAbsent(id, new ArrayList<>()) == null;
    }

    /** Begins nothing until {@link #resume}. */
    void stall() {
        stalled = true;
    }

    void resume() {
        stalled = false;
        startNext();
    }

    boolean isWaiting(SessionId id) {
        return queue.contains(id);
    }

    boolean isUnderWay(SessionId id) {
        return underWay.containsKey(id);
    }

    /** Runs {@code task} once no submission of this session is under way; at once if none is. */
    void whenIdle(SessionId id, Runnable task) {
        List<Runnable> tasks = underWay.get(id);
        if (tasks == null) {
            task.run();
        } else {
            tasks.add(task);
        }
    }

    /** Counts how a submission has ended; {@link #end} follows once that is written. */
    void count(SubmissionResult result) {
        ended.merge(result, 1L, Long::sum);
    }

    /** What is here now, and what was. */
    Workload.Submitting figures() {
        return new Workload.Submitting(queue.size(), underWay.size(), ended);
    }

    /** A submission is over. */
    void end(SessionId id) {
        List<Runnable> tasks = underWay.remove(id);
        if (tasks != null) {
            tasks.forEach(Runnable::run);
        }
        startNext();
    }

    private void startNext() {
        while (!stalled && !queue.isEmpty() && underWay.size() < most && office.mayAct()) {
            SessionId id = queue.first();
            queue.remove(id);
            registry.session(id).ifPresent(session -> {
                underWay.put(id, new ArrayList<>());
                begin.accept(session);
            });
        }
    }
}
