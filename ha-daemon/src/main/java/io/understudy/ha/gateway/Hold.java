package io.understudy.ha.gateway;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The waiting room: requests that nobody can serve yet, bounded in number, bytes and time. One thread owns the room;
 * whoever waits costs no thread.
 */
final class Hold {

    /** How often those who wait are looked at when nothing wakes them. */
    private static final long TICK_MILLIS = 50;

    private final GatewaySettings.Hold limits;
    private final ScheduledExecutorService loop;
    private final LongSupplier nanoTime;
    private final AtomicInteger places = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    /** Touched on the loop only. */
    private final Set<Guest> guests = new LinkedHashSet<>();
    /** Touched on the loop only. */
    private boolean ticking;

    /** Somebody who waits. Called on the loop: must not block. */
    interface Guest {

        /** Bytes that it keeps in memory. */
        int bytes();

        /** Until when it may wait, as the hold's clock. */
        long deadline();

        /** Whether it can go on now; if so, it has what it needs for that, and {@link #goOn()} follows. */
        boolean tryToGoOn();

        /** Its turn: it has left the room. */
        void goOn();

        /** Its time is over: it has left the room. */
        void timeIsUp();
    }

    Hold(GatewaySettings.Hold limits, ScheduledExecutorService loop, LongSupplier nanoTime) {
        this.limits = limits;
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /** Takes a place, if there is one. Any thread may call. */
    boolean enter(Guest guest) {
        if (places.incrementAndGet() > limits.requests()) {
            places.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(guest.bytes()) > limits.bytes()) {
            bytes.addAndGet(-guest.bytes());
            places.decrementAndGet();
            return false;
        }
        loop.execute(() -> {
            if (!hasLeft(guest, nanoTime.getAsLong())) {
                guests.add(guest);
                keepTicking();
            }
        });
        return true;
    }

    /** Something has changed: looks who can go on. Any thread may call. */
    void wake() {
        if (places.get() > 0) {
            loop.execute(this::look);
        }
    }

    /** Takes out one who no longer waits; {@code gone} is run only if it was still there. Any thread may call. */
    void leave(Guest guest, Runnable gone) {
        loop.execute(() -> {
            if (guests.remove(guest)) {
                freed(guest);
                gone.run();
            }
        });
    }

    /** Runs {@code task} at {@code deadline}, unless the answer is cancelled before. It must not block. Any thread may call. */
    Future<?> at(long deadline, Runnable task) {
        return loop.schedule(task, deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
    }

    /** How many wait. */
    int size() {
        return places.get();
    }

    /** Whether one more request would be turned away. */
    boolean isFull() {
        return places.get() >= limits.requests() || bytes.get() >= limits.bytes();
    }

    /** How full the room is, of what it has least of: from 0 to 1. */
    double fill() {
        return isFull()
                ? 1
                : Math.max((double) places.get() / limits.requests(), (double) bytes.get() / limits.bytes());
    }

    private void keepTicking() {
        if (!ticking) {
            ticking = true;
            var unused = loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        ticking = false;
        look();
        if (!guests.isEmpty()) {
            keepTicking();
        }
    }

    private void look() {
        long now = nanoTime.getAsLong();
        guests.removeIf(guest -> hasLeft(guest, now));
    }

    private boolean hasLeft(Guest guest, long now) {
        boolean late = now - guest.deadline() >= 0;
        if (!late && !guest.tryToGoOn()) {
            return false;
        }
        freed(guest);
        if (late) {
            guest.timeIsUp();
        } else {
            guest.goOn();
        }
        return true;
    }

    private void freed(Guest guest) {
        places.decrementAndGet();
        bytes.addAndGet(-guest.bytes());
    }
}
