package io.understudy.ha.node;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A slow order under a deadline. It is carried out elsewhere; on the loop exactly one thing becomes of it, an answer or
 * lateness. An answer after that is handed to {@code tooLate}, to be disposed of.
 */
final class Question<T> {

    /** How often within the time that is given. */
    private static final int LOOKS = 4;

    private final Loop loop;
    private final Consumer<T> answered;
    private final Consumer<T> tooLate;
    private Loop.Timer timer = () -> {};
    private boolean over;

    private Question(Loop loop, Consumer<T> answered, Consumer<T> tooLate) {
        this.loop = loop;
        this.answered = answered;
        this.tooLate = tooLate;
    }

    /** Asks, on the loop's thread. */
    static <T> void ask(
            Loop loop,
            Duration deadline,
            Consumer<Consumer<T>> order,
            Consumer<T> answered,
            Runnable late,
            Consumer<T> tooLate) {
        askWhileItGoesOn(loop, deadline, () -> 0, order, answered, late, tooLate);
    }

    /**
     * The same without a deadline for the whole, but one for going on.
     *
     * @param stall how long it may make no progress
     * @param progress grows while it goes on
     */
    static <T> void askWhileItGoesOn(
            Loop loop,
            Duration stall,
            LongSupplier progress,
            Consumer<Consumer<T>> order,
            Consumer<T> answered,
            Runnable late,
            Consumer<T> tooLate) {
        Question<T> question = new Question<>(loop, answered, tooLate);
        question.watch(stall.dividedBy(LOOKS), progress, progress.getAsLong(), LOOKS, late);
        order.accept(answer -> question.loop.execute(() -> {
            question.timer.cancel();
            question.close(answer);
        }));
    }

    /** Looks now and then whether there was progress; so often without any, and it is late. */
    private void watch(Duration pause, LongSupplier progress, long before, int patience, Runnable late) {
        timer = loop.after(pause, () -> {
            long now = progress.getAsLong();
            int left = now == before ? patience - 1 : LOOKS;
            if (left == 0) {
                close(late);
            } else {
                watch(pause, progress, now, left, late);
            }
        });
    }

    private void close(T answer) {
        if (over) {
            tooLate.accept(answer);
            return;
        }
        over = true;
        answered.accept(answer);
    }

    private void close(Runnable late) {
        if (!over) {
            over = true;
            late.run();
        }
    }
}
