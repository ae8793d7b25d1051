package io.understudy.ha.role;

import io.understudy.ha.role.Event.Stuck;
import java.util.List;

/**
 * The end: the process ends.
 *
 * @param why a sentence
 */
public record Halted(String why) implements Role {

    @Override
    public String label() {
        return "halted";
    }

    @Override
    public List<String> reasons() {
        return List.of(why);
    }

    @Override
    public Step stuck(Stuck event) {
        return stay();
    }
}
