package io.understudy.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a job does, one step after the other, as its arguments say. */
final class Steps {

    static final String USAGE = "Arguments: any of these, in any order, as often as wanted: count NUMBER (sums 1 to"
            + " NUMBER on the executors), lines NUMBER (writes lines to both streams), sleep SECONDS, fail MESSAGE"
            + " (throws).";

    private Steps() {}

    /** The steps of a command line; an {@link IllegalArgumentException} says what is wrong with it. */
    static List<Step> parse(String... args) {
        List<Step> steps = new ArrayList<>();
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException("A value is missing after " + args[args.length - 1] + ". " + USAGE);
        }
        for (int i = 0; i < args.length; i += 2) {
            steps.add(new Step(verb(args[i]), args[i + 1]));
        }
        return Collections.unmodifiableList(steps);
    }

    private static Verb verb(String word) {
        return Arrays.stream(Verb.values())
                .filter(verb -> verb.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown step " + word + ". " + USAGE));
    }

    /** What a step does. */
    enum Verb {
        COUNT("count"),
        LINES("lines"),
        SLEEP("sleep"),
        FAIL("fail");

        private final String word;

        Verb(String word) {
            this.word = word;
        }
    }

    /** One step. */
    static final class Step {

        private final Verb verb;
        private final String value;

        private Step(Verb verb, String value) {
            this.verb = verb;
            this.value = value;
            if (verb != Verb.FAIL && !value.matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException(verb.word + " takes a number, not " + value + ". " + USAGE);
            }
        }

        Verb verb() {
            return verb;
        }

        String text() {
            return value;
        }

        int number() {
            return Integer.parseInt(value);
        }
    }
}
