package io.understudy.bench.history;

import io.understudy.bench.history.Call.Create;
import io.understudy.bench.history.Call.Delete;
import io.understudy.bench.history.Call.Get;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Clients of an atomic service whose calls overlap at random. Some connections break: the client repeats the call with
 * its key, and what it has sent takes effect before, later or never.
 */
final class SimulatedClients {

    private static final int CLIENTS = 6;
    private static final int MOST_BATCHES = 6;

    private final Random random;
    private final SimulatedService service;
    private final History history = new History(this::tick);
    private final List<Client> clients = new ArrayList<>();
    private final List<Call> lost = new ArrayList<>();
    private long now;
    private int keys;

    private SimulatedClients(long seed) {
        random = new Random(seed);
        service = new SimulatedService(random);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(i));
        }
    }

    private final class Client {

        private final int number;
        private Optional<Call> call = Optional.empty();
        private Optional<History.Begun> begun = Optional.empty();
        private Optional<Outcome> outcome = Optional.empty();

        private Client(int number) {
            this.number = number;
        }

        private void step() {
            if (begun.isEmpty()) {
                Call next = call.orElseGet(SimulatedClients.this::draw);
                call = Optional.of(next);
                begun = Optional.of(history.begin(number, next));
            } else if (random.nextInt(12) == 0) {
                if (outcome.isEmpty()) {
                    lost.add(call.orElseThrow());
                }
                end(new Outcome.Unknown("broken"));
            } else if (outcome.isEmpty()) {
                outcome = Optional.of(service.apply(call.orElseThrow()));
            } else {
                end(outcome.get());
                call = Optional.empty();
            }
        }

        private void end(Outcome known) {
            begun.orElseThrow().ended(known);
            begun = Optional.empty();
            outcome = Optional.empty();
        }
    }

    /** What so many steps of them leave behind. */
    static List<Operation> history(long seed, int steps) {
        SimulatedClients simulation = new SimulatedClients(seed);
        for (int i = 0; i < steps; i++) {
            simulation.step();
        }
        return simulation.history.operations();
    }

    private void step() {
        int dice = random.nextInt(20);
        if (dice == 0) {
            service.goOn();
        } else if (dice == 1 && !lost.isEmpty()) {
            service.apply(lost.remove(random.nextInt(lost.size())));
        } else {
            clients.get(random.nextInt(CLIENTS)).step();
        }
    }

    private Call draw() {
        int dice = random.nextInt(12);
        if (service.batches() == 0 || (dice == 0 && service.batches() < MOST_BATCHES)) {
            return new Create("key" + keys++);
        }
        long id = random.nextInt(service.batches());
        return dice == 1 ? new Delete(id, "key" + keys++) : new Get(id);
    }

    private long tick() {
        return now++;
    }
}
