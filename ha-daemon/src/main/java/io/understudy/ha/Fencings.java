package io.understudy.ha;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import io.understudy.ha.fencing.Debt;
import io.understudy.ha.fencing.DebtBook;
import io.understudy.ha.fencing.FencingMethods;
import io.understudy.ha.fencing.FencingMethods.Verdict;
import io.understudy.ha.fencing.Target;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.Loop;
import io.understudy.session.config.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pays what a term owes: fences whoever was lost, one after the other, while the term serves and never before. What cannot
 * be paid yet is tried again with growing pauses; what is still owed when the term ends passes to the next one, in its
 * record. Everything happens on one loop of its own; nobody waits for it.
 */
final class Fencings {

    /** So many tries take about half an hour, and the time of the methods. */
    static final int MOST_TRIES = 12;

    private static final Logger LOG = LoggerFactory.getLogger(Fencings.class);
    private static final Duration LOOKS_AGAIN = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final String LAUNCHER = "launcher";

    private final FencingMethods methods;
    private final Map<String, HostPort> addresses;
    private final ClusterView cluster;
    private final Loop loop;
    private Optional<Charge> charge = Optional.empty();
    private final Map<String, Long> pauses = new HashMap<>();
    private boolean running;
    private volatile List<Debt> owed = List.of();

    /**
     * @param addresses of the nodes
     * @param loop everything happens on it
     */
    Fencings(FencingMethods methods, Map<String, HostPort> addresses, ClusterView cluster, Loop loop) {
        this.methods = methods;
        this.addresses = Map.copyOf(addresses);
        this.cluster = cluster;
        this.loop = loop;
    }

    /** A term in office, and what is written of its debts. */
    private static final class Charge {

        private final Epoch epoch;
        private final Gate gate;
        private final DebtBook book;

        Charge(FencedStore store, Gate gate) {
            this.epoch = store.term().epoch();
            this.gate = gate;
            this.book = new DebtBook(store);
        }

        /** The change that has made this term is told to the methods whatever is known by now. */
        boolean isNews(Debt debt) {
            return debt.tries() == 0 && debt.epoch().next().equals(epoch);
        }
    }

    /** This node has won a term; nothing is done before the gate is open. Any thread may call. */
    void begin(FencedStore store, Gate gate) {
        loop.execute(() -> {
            Charge begun = new Charge(store, gate);
            pauses.clear();
            charge = Optional.of(begun);
            look(begun);
        });
    }

    /** That term is over. Any thread may call. */
    void end() {
        loop.execute(() -> {
            charge = Optional.empty();
            owed = List.of();
        });
    }

    /** Who is not fenced, a sentence each. Any thread may ask. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Debt debt : owed) {
            String who = debt.node() + ", active in epoch " + debt.epoch() + " and lost,";
            String said =
                    debt.why().map(why -> "; try " + debt.tries() + ": " + why).orElse("");
            if (debt.isOwed()) {
                problems.add(who + " is not fenced yet" + said);
            } else if (debt.state() == Debt.State.FAILED && !isBack(debt)) {
                problems.add(who + " could not be fenced" + said + ". Make sure yourself that its host is down.");
            }
        }
        return problems;
    }

    /** The debts are read once the term serves: they are written with the word that it does. */
    private void look(Charge held) {
        if (!isHeld(held)) {
            return;
        }
        if (!held.gate.isOpen()) {
            loop.after(LOOKS_AGAIN, () -> look(held));
            return;
        }
        held.book.read(debts -> loop.execute(() -> {
            if (debts.isEmpty()) {
                loop.after(LOOKS_AGAIN, () -> look(held));
            } else {
                pay(held, debts.get());
            }
        }));
    }

    private void pay(Charge held, List<Debt> debts) {
        if (!isHeld(held)) {
            return;
        }
        owed = debts;
        List<Debt> open = debts.stream().filter(Debt::isOwed).toList();
        Optional<Debt> due = open.stream().filter(debt -> isDue(debt)).findFirst();
        if (due.isPresent() && !running && held.gate.isOpen()) {
            held.book.isProvenDead(
                    due.get(),
                    proven -> loop.execute(() ->
                            proven.ifPresentOrElse(known -> decide(held, due.get(), known), () -> again(held, debts))));
        } else if (!open.isEmpty()) {
            again(held, debts);
        }
    }

    private void again(Charge held, List<Debt> debts) {
        loop.after(LOOKS_AGAIN, () -> pay(held, debts));
    }

    private boolean isDue(Debt debt) {
        Long at = pauses.get(debt.incarnation());
        return at == null || loop.nanoTime() - at >= 0;
    }

    private void decide(Charge held, Debt debt, boolean proven) {
        if (!isHeld(held)) {
            return;
        }
        HostPort address = addresses.get(debt.node());
        if (proven && !held.isNews(debt)) {
            save(held, debt.done(LAUNCHER));
        } else if (!held.isNews(debt) && isBack(debt)) {
            save(held, debt.dropped("it is back: to fence it now would end a process that is well"));
        } else if (address == null) {
            save(held, debt.dropped("ha.nodes does not name it any more"));
        } else {
            run(held, debt, new Target(debt.node(), address, debt.incarnation(), debt.epoch(), proven, held.epoch));
        }
    }

    private void run(Charge held, Debt debt, Target target) {
        running = true;
        LOG.info("Fences {}, which was active in epoch {}", debt.node(), debt.epoch());
        methods.fence(
                target,
                verdict -> loop.execute(() -> {
                    running = false;
                    if (isHeld(held)) {
                        heard(held, debt, target, verdict);
                    }
                }));
    }

    private void heard(Charge held, Debt debt, Target target, Verdict verdict) {
        if (verdict instanceof Verdict.Fenced fenced) {
            LOG.info("{} is fenced: {}", debt.node(), fenced.method());
            save(held, debt.done(fenced.method()));
        } else if (target.proven()) {
            save(held, debt.done(LAUNCHER));
        } else {
            Debt tried = debt.tried(((Verdict.NotFenced) verdict).why(), MOST_TRIES);
            LOG.warn("{} is not fenced: {}", debt.node(), tried.why().orElse(""));
            pauses.put(debt.incarnation(), loop.nanoTime() + pause(tried).toNanos());
            save(held, tried);
        }
    }

    private static Duration pause(Debt tried) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tried.tries() - 1, MOST_TRIES));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Until it is in the store: then it counts. */
    private void save(Charge held, Debt changed) {
        if (!isHeld(held)) {
            return;
        }
        held.book.save(
                changed,
                debts -> loop.execute(() -> debts.ifPresentOrElse(
                        all -> pay(held, all), () -> loop.after(LOOKS_AGAIN, () -> save(held, changed)))));
    }

    /** A member that could take over has come back to its senses, or is another process on the same port. */
    private boolean isBack(Debt debt) {
        return cluster.members().stream().anyMatch(member -> member.node().equals(debt.node()) && member.ready());
    }

    private boolean isHeld(Charge other) {
        return charge.isPresent() && charge.get() == other;
    }
}
