package io.understudy.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that YARN needs to run a command batch.
 *
 * @param application the id it is submitted under, from {@code newApplication}; submitting the same id twice is harmless
 *     while YARN remembers it
 * @param name shown in YARN
 * @param tags at most ten, lower case
 * @param command program and arguments, passed on unharmed
 * @param environment added to the container's
 * @param files URIs localised into the working directory; {@code uri#name} renames
 * @param archives the same, unpacked
 * @param queue YARN's default if empty
 * @param memoryMb of the container, in MiB
 * @param cores virtual cores of the container
 * @param user whom it runs as; the service itself if empty
 */
public record CommandSubmission(
        ApplicationId application,
        String name,
        Set<String> tags,
        List<String> command,
        Map<String, String> environment,
        List<String> files,
        List<String> archives,
        Optional<String> queue,
        int memoryMb,
        int cores,
        Optional<String> user) {

    /** One that runs as the service. */
    public CommandSubmission(
            ApplicationId application,
            String name,
            Set<String> tags,
            List<String> command,
            Map<String, String> environment,
            List<String> files,
            List<String> archives,
            Optional<String> queue,
            int memoryMb,
            int cores) {
        this(application, name, tags, command, environment, files, archives, queue, memoryMb, cores, Optional.empty());
    }

    public CommandSubmission {
        tags = Set.copyOf(tags);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        files = List.copyOf(files);
        archives = List.copyOf(archives);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command has at least a program");
        }
    }
}
