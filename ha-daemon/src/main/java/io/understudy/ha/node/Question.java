package io.understudy.ha.node;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A slow order under a deadline. It is carried out elsewhere; on the loop exactly one thing becomes of it, an answer or
 * lateness. An answer after that is handed to {@code tooLate}, to be disposed of.
 */
final class Question<T> {

    private final Loop loop;
    private final Consumer<T> answered;
    private final Consumer<T> tooLate;
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
        Question<T> question = new Question<>(loop, answered, tooLate);
        Loop.Timer timer = loop.after(deadline, () -> question.close(late));
        order.accept(answer -> question.loop.execute(() -> {
            timer.cancel();
            question.close(answer);
        }));
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
