package io.understudy.session.http;

import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.ListFilter;
import io.understudy.session.SessionState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the query of a list asks for.
 *
 * @param filter which batches
 * @param from how many of them to skip
 * @param size how many to give at most
 */
record ListQuery(ListFilter filter, int from, int size) {

    /** Whoever asks for more would make all others wait for it. */
    static final int LARGEST_PAGE = 10_000;

    static final int USUAL_PAGE = 100;

    static ListQuery of(Query query) throws Refusal {
        ListFilter filter = new ListFilter(
                states(query), kind(query), query.text(QueryParameter.OWNER), query.text(QueryParameter.NAME));
        return new ListQuery(filter, query.integer(QueryParameter.FROM).orElse(0), size(query));
    }

    private static int size(Query query) throws Refusal {
        int size = query.integer(QueryParameter.SIZE).orElse(USUAL_PAGE);
        if (size > LARGEST_PAGE) {
            throw Refusal.rejected("a page has at most " + LARGEST_PAGE + " batches: ask for the next with 'from'.");
        }
        return size;
    }

    /** One state, or several with commas between them. */
    private static Set<String> states(Query query) throws Refusal {
        Optional<String> text = query.text(QueryParameter.STATE);
        if (text.isEmpty()) {
            return Set.of();
        }
        Set<String> states = new LinkedHashSet<>(List.of(text.get().split(",", -1)));
        for (String state : states) {
            if (!SessionState.allShown().contains(state)) {
                throw new Refusal(
                        400,
                        "'%s' is no state of a batch: 'state' takes %s, or several of them with commas between."
                                .formatted(state, String.join(", ", SessionState.allShown())));
            }
        }
        return states;
    }

    private static Optional<Kind> kind(Query query) throws Refusal {
        Optional<String> text = query.text(QueryParameter.KIND);
        Optional<Kind> kind = text.flatMap(Kind::of);
        if (text.isPresent() && kind.isEmpty()) {
            throw new Refusal(400, "'%s' is no kind of batch: 'kind' takes spark or command.".formatted(text.get()));
        }
        return kind;
    }
}
