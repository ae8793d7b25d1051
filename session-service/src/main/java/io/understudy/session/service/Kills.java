package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.Killed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders to kill, one at a time for each application. Belongs to the loop. */
final class Kills {

    private static final Logger LOG = LoggerFactory.getLogger(Kills.class);

    private final Office office;
    private final SessionStore store;
    private final Cluster cluster;
    private final Map<ApplicationId, List<Consumer<Boolean>>> inFlight = new HashMap<>();

    Kills(Office office, SessionStore store, Cluster cluster) {
        this.office = office;
        this.store = store;
        this.cluster = cluster;
    }

    /**
     * Tells YARN to kill an application. The caller has positive evidence that it must not run.
     *
     * @param then true once YARN has taken the order or says that there is no such application; false if it could not be
     *     told now
     */
    void kill(ApplicationId application, String why, Consumer<Boolean> then) {
        List<Consumer<Boolean>> others = inFlight.get(application);
        if (others != null) {
            others.add(then);
        } else if (!office.mayAct()) {
            then.accept(false);
        } else {
            LOG.info("Killing {}: {}.", application, why);
            inFlight.put(application, new ArrayList<>(List.of(then)));
            cluster.kill(application, office.onLoop(answer -> answered(application, answer)));
        }
    }

    /**
     * Kills applications that a list of YARN has shown, once the quorum has said, later than that list, that this term is
     * in office.
     */
    void killLater(List<ApplicationId> condemned, String why) {
        if (!condemned.isEmpty() && office.mayAct()) {
            store.heartbeat(office.onLoop(inOffice -> {
                if (inOffice) {
                    condemned.forEach(application -> kill(application, why, done -> {}));
                }
            }));
        }
    }

    private void answered(ApplicationId application, Answer<Killed> answer) {
        List<Consumer<Boolean>> callers = inFlight.remove(application);
        if (callers != null) {
            callers.forEach(caller -> caller.accept(answer instanceof Answer.Of<Killed>));
        }
    }
}
