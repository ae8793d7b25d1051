package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import io.understudy.ha.role.Event;
import io.understudy.ha.role.Role;
import io.understudy.ha.role.Sidelined;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a sentence into the log for every change of role, and nothing while nothing changes. Counts how often the node came
 * to each. One thread writes; any thread may read the counts.
 */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final String node;
    private List<String> told = List.of();
    private volatile Map<String, Long> entered = Map.of();

    Journal(String node) {
        this.node = node;
    }

    void note(Role before, Event event, Role after, Epoch epoch) {
        boolean moved = !before.label().equals(after.label());
        List<String> reasons = after.reasons();
        if (moved) {
            entered = oneMore(after.label());
        }
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

    /** How often the node came to each role, by its label; no entry where it never did. */
    Map<String, Long> entered() {
        return entered;
    }

    private Map<String, Long> oneMore(String label) {
        Map<String, Long> more = new HashMap<>(entered);
        more.merge(label, 1L, Long::sum);
        return Map.copyOf(more);
    }

    /** While the store is looked at again, what was wrong before is neither over nor news. */
    private static boolean isLookingAgain(Role role) {
        return role instanceof Sidelined sidelined && sidelined.isLookingAgain();
    }

    private static String name(Object value) {
        return value.getClass().getSimpleName();
    }
}
