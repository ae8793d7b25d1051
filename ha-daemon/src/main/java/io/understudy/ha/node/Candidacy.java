package io.understudy.ha.node;

import io.understudy.ha.role.Event;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One time of standing for election. What is told to it after its end changes nothing. */
final class Candidacy implements Election.Listener {

    private final Loop loop;
    private final Consumer<Event> report;
    private final Predicate<Candidacy> isCurrent;
    private Optional<Election.Lock> lock = Optional.empty();

    Candidacy(Loop loop, Consumer<Event> report, Predicate<Candidacy> isCurrent) {
        this.loop = loop;
        this.report = report;
        this.isCurrent = isCurrent;
    }

    /** The lock, if it is still the one of {@code session}. */
    Optional<Election.Lock> lock(long session) {
        return lock.filter(held -> held.session() == session);
    }

    @Override
    public void elected(Election.Lock taken) {
        loop.execute(() -> {
            if (isCurrent.test(this)) {
                lock = Optional.of(taken);
                report.accept(new Event.Elected(taken.session()));
            }
        });
    }

    @Override
    public void disconnected() {
        tell(new Event.Disconnected());
    }

    @Override
    public void lost(String why) {
        tell(new Event.ElectionLost(why));
    }

    @Override
    public void failed(String why) {
        tell(new Event.ElectionFailed(why));
    }

    private void tell(Event event) {
        loop.execute(() -> {
            if (isCurrent.test(this)) {
                report.accept(event);
            }
        });
    }
}
