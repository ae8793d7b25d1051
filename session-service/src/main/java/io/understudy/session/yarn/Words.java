package io.understudy.session.yarn;

import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** What went wrong in one line for people, out of Hadoop's many. */
final class Words {

    private static final String ADVERT = "; For more details see";

    private Words() {}

    static String of(Throwable problem) {
        Throwable said = problem;
        while (said.getCause() != null && (said instanceof ExecutionException || saysNothing(said))) {
            said = said.getCause();
        }
        String line = Optional.ofNullable(said.getMessage())
                .flatMap(text -> text.lines().findFirst())
                .filter(text -> !text.isBlank())
                .orElse(said.getClass().getSimpleName());
        int advert = line.indexOf(ADVERT);
        return advert < 0 ? line : line.substring(0, advert);
    }

    private static boolean saysNothing(Throwable problem) {
        String message = problem.getMessage();
        return message == null || message.isBlank();
    }
}
