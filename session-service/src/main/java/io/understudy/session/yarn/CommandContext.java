package io.understudy.session.yarn;

import io.understudy.session.CommandSubmission;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.ApplicationConstants.Environment;
import org.apache.hadoop.yarn.api.records.ApplicationAccessType;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** Writes command batches as YARN's submission contexts: one attempt, nothing kept, our ApplicationMaster. */
final class CommandContext {

    private static final String JAR = "understudy-application-master.jar";
    private static final String TYPE = "UNDERSTUDY";
    private static final String MAIN = "io.understudy.applicationmaster.ApplicationMaster";

    private final Configuration hadoop;
    private final StagingArea staging;
    private final ProxyUsers users;

    CommandContext(Configuration hadoop, StagingArea staging, ProxyUsers users) {
        this.hadoop = hadoop;
        this.staging = staging;
        this.users = users;
    }

    /**
     * Writes one; looks at the files it names and uploads the ApplicationMaster if it is not there.
     *
     * @throws RefusedByUs if a file is not as it has to be
     */
    ApplicationSubmissionContext of(CommandSubmission command) throws IOException, RefusedByUs {
        Optional<String> user = users.other(command.user());
        LocalResources resources = new LocalResources(hadoop);
        resources.add(JAR, staging.applicationMaster());
        if (user.isPresent()) {
            users.look(user.get(), () -> addFiles(resources, command));
        } else {
            addFiles(resources, command);
        }
        ContainerLaunchContext container = ContainerLaunchContext.newInstance(
                resources.all(), environment(command), List.of(launch()), Map.of(), null, accessOfTheService(user));
        ApplicationSubmissionContext context = ApplicationSubmissionContext.newInstance(
                YarnIds.toYarn(command.application()),
                command.name(),
                command.queue().orElse(YarnConfiguration.DEFAULT_QUEUE_NAME),
                Priority.newInstance(0),
                container,
                false,
                true,
                1,
                Resource.newInstance(command.memoryMb(), command.cores()),
                TYPE,
                false);
        context.setApplicationTags(command.tags());
        return context;
    }

    private static void addFiles(LocalResources resources, CommandSubmission command) throws IOException, RefusedByUs {
        resources.add(command.files(), LocalResourceType.FILE);
        resources.add(command.archives(), LocalResourceType.ARCHIVE);
    }

    /** Where YARN guards applications, the service may still follow and kill what it submitted as somebody else. */
    private Map<ApplicationAccessType, String> accessOfTheService(Optional<String> user) throws IOException {
        return user.isEmpty()
                ? Map.of()
                : Map.of(ApplicationAccessType.VIEW_APP, users.self(), ApplicationAccessType.MODIFY_APP, users.self());
    }

    private Map<String, String> environment(CommandSubmission command) {
        Map<String, String> environment = new HashMap<>(OrderText.variables(command.command(), command.environment()));
        List<String> classPath = new ArrayList<>(List.of("./" + JAR));
        String[] hadoops = Optional.ofNullable(hadoop.getStrings(YarnConfiguration.YARN_APPLICATION_CLASSPATH))
                .orElse(YarnConfiguration.DEFAULT_YARN_CROSS_PLATFORM_APPLICATION_CLASSPATH);
        for (String entry : hadoops) {
            classPath.add(entry.trim());
        }
        environment.put(Environment.CLASSPATH.name(), String.join(File.pathSeparator, classPath));
        return environment;
    }

    private static String launch() {
        return String.join(
                " ",
                Environment.JAVA_HOME.$$() + "/bin/java",
                "-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8 -Dsun.jnu.encoding=UTF-8",
                MAIN,
                "1>'" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/stdout'",
                "2>'" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/stderr'");
    }
}
