package io.understudy.applicationmaster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What to run, as the submitter wrote it into the environment of the container (see {@link ApplicationMaster}).
 * Immutable.
 */
final class BatchOrder {

    static final String VARIABLE = "UNDERSTUDY_BATCH_";
    private static final String FORMAT = "1";

    private final List<String> command;
    private final Map<String, String> environment;

    private BatchOrder(List<String> command, Map<String, String> environment) {
        this.command = Collections.unmodifiableList(command);
        this.environment = Collections.unmodifiableMap(environment);
    }

    /**
     * Reads the order from the container's environment.
     *
     * @throws IllegalArgumentException with a sentence for people if there is none or it is of another format
     */
    static BatchOrder read(Map<String, String> containerEnvironment) {
        Iterator<String> fields = fields(containerEnvironment).iterator();
        try {
            String format = fields.next();
            if (!format.equals(FORMAT)) {
                throw new IllegalArgumentException("The command is written in format " + format
                        + ", this ApplicationMaster reads format " + FORMAT + ".");
            }
            List<String> command = new ArrayList<>();
            for (int i = Integer.parseInt(fields.next()); i > 0; i--) {
                command.add(fields.next());
            }
            Map<String, String> environment = new HashMap<>();
            for (int i = Integer.parseInt(fields.next()); i > 0; i--) {
                environment.put(fields.next(), fields.next());
            }
            if (command.isEmpty()) {
                throw new IllegalArgumentException("The submitted command is empty.");
            }
            return new BatchOrder(command, environment);
        } catch (NoSuchElementException | NumberFormatException e) {
            throw new IllegalArgumentException("The submitted command cannot be read.", e);
        }
    }

    private static List<String> fields(Map<String, String> environment) {
        StringBuilder text = new StringBuilder();
        int part = 0;
        for (String value = environment.get(VARIABLE + part); value != null; value = environment.get(VARIABLE + part)) {
            text.append(value);
            part++;
        }
        if (part == 0) {
            throw new IllegalArgumentException("No command was submitted: " + VARIABLE + "0 is not set.");
        }
        byte[] bytes = Base64.getDecoder().decode(text.toString());
        return Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
    }

    /** Program and arguments. */
    List<String> command() {
        return command;
    }

    /** Makes a copy of the container's environment into the command's. What is left alone keeps its bytes. */
    void adapt(Map<String, String> copy) {
        copy.keySet().removeIf(name -> name.startsWith(VARIABLE) || name.equals("CLASSPATH"));
        copy.putAll(environment);
    }
}
