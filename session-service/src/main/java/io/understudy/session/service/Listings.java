package io.understudy.session.service;

import io.understudy.session.ListFilter;
import io.understudy.session.SessionId;
import io.understudy.session.service.Sessions.LimitReached;
import io.understudy.session.service.Sessions.Listing;
import io.understudy.session.service.Sessions.Page;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Puts lists together. A list for which many records must be looked at is continued a slice at a time: one slice of one
 * list between two other tasks of the loop, the lists in turn. Belongs to the loop.
 */
final class Listings {

    /** How many records are looked at in one go. */
    static final int SLICE = 500;

    /** How many lists may be under way. */
    static final int MOST = 64;

    private static final LimitReached TOO_MANY =
            new LimitReached("too many lists are being put together. Ask again, or for less.");

    private final Office office;
    private final Registry registry;
    private final Views views;
    private final Queue<Order> orders = new ArrayDeque<>();

    Listings(Office office, Registry registry, Views views) {
        this.office = office;
        this.registry = registry;
        this.views = views;
    }

    /** A list that is being put together, and who waits for it. */
    private record Order(Walk walk, Consumer<Reply<Listing>> reply) {}

    /** Lists sessions; at once if one slice is enough. */
    void list(ListFilter filter, int from, int size, Consumer<Reply<Listing>> reply) {
        Walk walk = filter.equals(ListFilter.NONE) ? new All(from, size) : new Matching(filter, from, size);
        Order order = new Order(walk, reply);
        if (isDone(order)) {
            return;
        }
        if (orders.size() == MOST) {
            reply.accept(Reply.always(TOO_MANY));
            return;
        }
        orders.add(order);
        if (orders.size() == 1) {
            office.after(Duration.ZERO, this::next);
        }
    }

    private void next() {
        Order order = orders.remove();
        if (!isDone(order)) {
            orders.add(order);
        }
        if (!orders.isEmpty()) {
            office.after(Duration.ZERO, this::next);
        }
    }

    /** Goes on with a list, and gives it out once it is whole. */
    private boolean isDone(Order order) {
        boolean isWhole = order.walk.advance();
        if (isWhole) {
            order.reply.accept(new Reply<>(order.walk.page(), office.gate()));
        }
        return isWhole;
    }

    /** A walk over sessions, ids ascending, a slice at a time. */
    private interface Walk {

        /** Looks at the next slice; true if that was the last. */
        boolean advance();

        /** What was found. */
        Page page();
    }

    /** Over one page of all sessions. Those that cannot be read have their place on it, but are not shown. */
    private final class All implements Walk {

        private final int from;
        private final int total = registry.total();
        private final List<View> shown = new ArrayList<>();
        private int next;
        private int left;

        All(int from, int size) {
            Optional<SessionId> first = registry.at(Math.max(0, from));
            this.from = from;
            this.next = first.map(SessionId::number).orElse(0);
            this.left = first.isPresent() ? size : 0;
        }

        @Override
        public boolean advance() {
            int wanted = Math.min(left, SLICE);
            List<SessionId> ids = wanted > 0 ? registry.sessionsFrom(next, wanted) : List.of();
            ids.forEach(id -> registry.session(id).map(views::of).ifPresent(shown::add));
            left -= ids.size();
            if (left <= 0 || ids.size() < wanted) {
                return true;
            }
            next = ids.get(ids.size() - 1).number() + 1;
            return false;
        }

        @Override
        public Page page() {
            return new Page(from, total, shown);
        }
    }

    /** Over all sessions that could match, to count them. Of those outside the page no more is read than their traits. */
    private final class Matching implements Walk {

        private final ListFilter filter;
        private final int from;
        private final int size;
        private final List<View> shown = new ArrayList<>();
        private int next;
        private int total;

        Matching(ListFilter filter, int from, int size) {
            this.filter = filter;
            this.from = from;
            this.size = size;
        }

        @Override
        public boolean advance() {
            List<SessionId> ids =
                    filter.isOfUnfinished() ? registry.unfinishedFrom(next, SLICE) : registry.sessionsFrom(next, SLICE);
            ids.stream()
                    .filter(id -> registry.traits(id).filter(filter::matches).isPresent())
                    .forEach(this::found);
            if (ids.size() < SLICE) {
                return true;
            }
            next = ids.get(ids.size() - 1).number() + 1;
            return false;
        }

        private void found(SessionId id) {
            boolean isOnPage = total >= from && shown.size() < size;
            if (!isOnPage) {
                total++;
            } else {
                registry.session(id).map(views::of).ifPresent(view -> {
                    shown.add(view);
                    total++;
                });
            }
        }

        @Override
        public Page page() {
            return new Page(from, total, shown);
        }
    }
}
