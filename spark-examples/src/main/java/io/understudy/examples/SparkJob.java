package io.understudy.examples;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A job that counts, writes, sleeps or fails, as its arguments say: {@code count 1000 lines 5 sleep 30 fail "no more"}.
 *
 * <p>It writes {@code began} and {@code ended} to both streams. {@code count N} writes {@code the sum of 1 to N is S} to
 * the standard output, {@code lines N} writes {@code out 1} to {@code out N} there and {@code err 1} to {@code err N} to
 * the standard error; the next {@code lines} goes on where the last one ended. {@code fail MESSAGE} throws.
 */
public final class SparkJob {

    private final JavaSparkContext spark;
    private int written;

    private SparkJob(JavaSparkContext spark) {
        this.spark = spark;
    }

    /** Runs the job; name, master and all else come from spark-submit. */
    public static void main(String[] args) throws InterruptedException {
        List<Steps.Step> steps = Steps.parse(args);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            new SparkJob(spark).run(steps);
        }
    }

    private void run(List<Steps.Step> steps) throws InterruptedException {
        write("began", "began");
        for (Steps.Step step : steps) {
            switch (step.verb()) {
                case COUNT:
                    count(step.number());
                    break;
                case LINES:
                    lines(step.number());
                    break;
                case SLEEP:
                    TimeUnit.SECONDS.sleep(step.number());
                    break;
                case FAIL:
                    throw new IllegalStateException(step.text());
            }
        }
        write("ended", "ended");
    }

    private void count(int number) {
        List<Long> numbers =
                IntStream.rangeClosed(1, number).mapToObj(Long::valueOf).collect(Collectors.toList());
        System.out.println("the sum of 1 to " + number + " is "
                + spark.parallelize(numbers, 2).fold(0L, Long::sum));
    }

    private void lines(int number) {
        for (int i = 0; i < number; i++) {
            written++;
            write("out " + written, "err " + written);
        }
    }

    private static void write(String out, String err) {
        System.out.println(out);
        System.err.println(err);
    }
}
