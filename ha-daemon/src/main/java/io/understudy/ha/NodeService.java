package io.understudy.ha;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import io.understudy.ha.node.Service;
import io.understudy.session.service.SessionService;
import java.util.function.Consumer;

/** The session service as what a node keeps alive, and beside it the fencings that each term owes. */
record NodeService(SessionService sessions, Fencings fencings) implements Service {

    @Override
    public void activate(FencedStore store, Gate gate, Consumer<Activated> reply) {
        fencings.begin(store, gate);
        sessions.activate(store, gate, activated -> reply.accept(translate(activated)));
    }

    private static Activated translate(SessionService.Activated activated) {
        return activated instanceof SessionService.Activated.Ready ready
                ? new Activated.Ready(ready.sessions())
                : new Activated.Failed(((SessionService.Activated.Failed) activated).why());
    }

    @Override
    public void deactivate(Runnable done) {
        fencings.end();
        sessions.deactivate(done);
    }

    @Override
    public long progress() {
        return sessions.progress();
    }

    @Override
    public int highestId() {
        return sessions.highestId();
    }
}
