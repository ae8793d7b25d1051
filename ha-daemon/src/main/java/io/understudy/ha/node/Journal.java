package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import io.understudy.ha.role.Event;
import io.understudy.ha.role.Role;
import io.understudy.ha.role.Sidelined;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a sentence into the log for every change of role, and nothing while nothing changes. */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final String node;
    private List<String> told = List.of();

    Journal(String node) {
        this.node = node;
    }

    void note(Role before, Event event, Role after, Epoch epoch) {
        boolean moved = !before.label().equals(after.label());
        List<String> reasons = after.reasons();
        boolean news = !reasons.isEmpty() && !reasons.equals(told) && !isLookingAgain(after);
        if (!moved && !news) {
            return;
        }
        if (news) {
            told = reasons;
        }
        String sentence = node + ": " + name(before) + " -> " + name(after) + " (epoch " + epoch + "), because "
                + name(event) + (reasons.isEmpty() ? "" : ": " + String.join("; ", reasons));
        if (event instanceof Event.Stuck) {
            LOG.error(sentence);
        } else {
            LOG.info(sentence);
        }
    }

    /** While the store is looked at again, what was wrong before is neither over nor news. */
    private static boolean isLookingAgain(Role role) {
        return role instanceof Sidelined sidelined && sidelined.isLookingAgain();
    }

    private static String name(Object value) {
        return value.getClass().getSimpleName();
    }
}
