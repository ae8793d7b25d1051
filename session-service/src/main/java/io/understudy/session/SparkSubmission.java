package io.understudy.session;

import java.util.List;

/**
 * One run of spark-submit.
 *
 * @param session whose application it makes
 * @param attempt which try it is: 1, 2, ...
 * @param arguments of the program
 */
public record SparkSubmission(SessionId session, int attempt, List<String> arguments) {

    public SparkSubmission {
        arguments = List.copyOf(arguments);
    }
}
