package io.understudy.session.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator should know now, one sentence for each matter. Logged once when it comes and once when it goes. The
 * loop writes; any thread may read.
 */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int SHOWN = 100;

    private final Map<String, String> byMatter = new LinkedHashMap<>();
    private volatile List<String> shown = List.of();

    /** There is trouble with {@code matter}; replaces what was said of it before. */
    void raise(String matter, String sentence) {
        if (!sentence.equals(byMatter.put(matter, sentence))) {
            LOG.warn("{}", sentence);
            publish();
        }
    }

    /** There is no trouble with {@code matter} any more. */
    void clear(String matter) {
        String was = byMatter.remove(matter);
        if (was != null) {
            LOG.info("No longer so: {}", was);
            publish();
        }
    }

    /** Forgets all matters of a group that are not among {@code remaining}. */
    void retain(String group, Set<String> remaining) {
        List<String> gone = byMatter.keySet().stream()
                .filter(matter -> matter.startsWith(group) && !remaining.contains(matter))
                .toList();
        gone.forEach(this::clear);
    }

    /** The sentences, at most {@value #SHOWN}. */
    List<String> sentences() {
        return shown;
    }

    private void publish() {
        shown = byMatter.values().stream().limit(SHOWN).toList();
    }
}
