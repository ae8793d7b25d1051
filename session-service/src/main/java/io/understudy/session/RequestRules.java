package io.understudy.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a request must keep to before anything of it is stored. The texts are Livy's where clients know them.
 *
 * @param paths where files may lie
 * @param spark whether batches of kind spark can be run
 */
public record RequestRules(PathRules paths, boolean spark) {

    private static final int LONGEST_NAME = 256;
    private static final List<String> BLACKLIST = List.of(
            "spark.master",
            "spark.submit.deployMode",
            "spark.yarn.jar",
            "spark.yarn.jars",
            "spark.yarn.archive",
            "livy.rsc.server.idle-timeout");
    /** Lists of files, by which a job could be sent what lies on this host. Livy's own, and those that Spark has beside. */
    private static final List<String> FILE_LISTS = List.of(
            SparkArguments.JARS,
            SparkArguments.FILES,
            SparkArguments.ARCHIVES,
            SparkArguments.PY_FILES,
            "spark.archives",
            "spark.yarn.dist.files",
            "spark.yarn.dist.jars");

    /** What spark-submit itself reads and writes on this host. */
    private static final List<String> FILES_OF_HOST =
            List.of("spark.yarn.keytab", "spark.kerberos.keytab", "spark.jars.ivySettings", "spark.jars.ivy");

    /** spark-submit takes {@code --conf key=value} apart at the first sign of equality. */
    private static final Pattern PROPERTY = Pattern.compile("[^\\s=\\p{Cntrl}]+");

    /** What YARN takes; two are ours. */
    private static final int TAGS = 8;

    private static final Pattern TAG = Pattern.compile("(?!(?i)understudy-)[\\x20-\\x7e]{1,100}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * Checks a request.
     *
     * @return the request with every path made a full URI
     * @throws RejectedRequest naming the first rule that it breaks
     */
    public BatchRequest accept(BatchRequest request) throws RejectedRequest {
        if (request.kind() == BatchRequest.Kind.COMMAND) {
            checkCommand(request);
        } else {
            checkSpark(request);
        }
        checkName(request.name());
        checkLine("className", request.className());
        checkLine("queue", request.queue());
        checkLine("proxyUser", request.proxyUser());
        checkMemory("driverMemory", request.driverMemory());
        checkMemory("executorMemory", request.executorMemory());
        checkCount("driverCores", request.driverCores());
        checkCount("executorCores", request.executorCores());
        checkCount("numExecutors", request.numExecutors());
        checkTexts("args", request.args());
        checkTexts("command", request.command());
        checkTexts("conf", request.conf().keySet());
        checkTexts("conf", request.conf().values());
        checkTexts("env", request.env().values());
        checkEnvironment(request.env());
        checkConf(request.conf());
        BatchRequest qualified = qualified(request);
        if (request.kind() == BatchRequest.Kind.SPARK && !spark) {
            throw new RejectedRequest("kind spark is not served here, as session.spark.home is not set: send"
                    + " \"kind\":\"command\" with the program and its arguments in \"command\".");
        }
        return qualified;
    }

    private static void checkSpark(BatchRequest request) throws RejectedRequest {
        if (request.file().orElse("").isEmpty()) {
            throw new RejectedRequest("requirement failed: File is required.");
        }
        refuse("command", !request.command().isEmpty(), request.kind());
        refuse("env", !request.env().isEmpty(), request.kind());
    }

    private static void checkCommand(BatchRequest request) throws RejectedRequest {
        refuse("file", request.file().isPresent(), request.kind());
        refuse("className", request.className().isPresent(), request.kind());
        refuse("args", !request.args().isEmpty(), request.kind());
        refuse("jars", !request.jars().isEmpty(), request.kind());
        refuse("pyFiles", !request.pyFiles().isEmpty(), request.kind());
        refuse("executorMemory", request.executorMemory().isPresent(), request.kind());
        refuse("executorCores", request.executorCores().isPresent(), request.kind());
        refuse("numExecutors", request.numExecutors().isPresent(), request.kind());
        refuse("conf", !request.conf().isEmpty(), request.kind());
        if (request.command().isEmpty() || request.command().get(0).isBlank()) {
            throw new RejectedRequest("requirement failed: Command is required.");
        }
    }

    private static void refuse(String field, boolean set, BatchRequest.Kind kind) throws RejectedRequest {
        if (set) {
            throw new RejectedRequest("'" + field + "' has no meaning for kind " + kind.label() + ".");
        }
    }

    private static void checkName(Optional<String> name) throws RejectedRequest {
        if (name.isPresent() && !isName(name.get())) {
            throw new RejectedRequest("Invalid session name: " + name.get());
        }
    }

    /** A name that is all digits would be taken for an id. */
    private static boolean isName(String name) {
        return isLine(name) && !name.chars().allMatch(Character::isDigit);
    }

    private static boolean isLine(String text) {
        return text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
    }

    private static void checkLine(String field, Optional<String> text) throws RejectedRequest {
        if (text.isPresent() && !isLine(text.get())) {
            throw new RejectedRequest(
                    "'" + field + "' must have at most " + LONGEST_NAME + " characters and no control characters.");
        }
    }

    private static void checkMemory(String field, Optional<String> size) throws RejectedRequest {
        if (size.isPresent() && MemorySize.parse(size.get()).isEmpty()) {
            throw new RejectedRequest("'" + field + "' must be a size such as 512m or 2g.");
        }
    }

    private static void checkCount(String field, Optional<Integer> count) throws RejectedRequest {
        if (count.isPresent() && count.get() < 1) {
            throw new RejectedRequest("'" + field + "' must be at least 1.");
        }
    }

    /** No program, environment or Spark property can carry a NUL. */
    private static void checkTexts(String field, Iterable<String> texts) throws RejectedRequest {
        for (String text : texts) {
            if (text.indexOf('\0') >= 0) {
                throw new RejectedRequest("'" + field + "' must not contain a NUL character.");
            }
        }
    }

    private static void checkEnvironment(Map<String, String> env) throws RejectedRequest {
        for (String name : env.keySet()) {
            if (!VARIABLE.matcher(name).matches()) {
                throw new RejectedRequest("'env' has a key that is not the name of a variable (letters, digits, _).");
            }
        }
    }

    private static void checkConf(Map<String, String> conf) throws RejectedRequest {
        for (String key : conf.keySet()) {
            if (!PROPERTY.matcher(key).matches()) {
                throw new RejectedRequest("'conf' has a key that is not the name of a property (no blanks, no '=').");
            }
        }
        List<String> refused =
                BLACKLIST.stream().filter(conf::containsKey).sorted().toList();
        if (!refused.isEmpty()) {
            throw new RejectedRequest(
                    "Blacklisted configuration values in session config: " + String.join(", ", refused));
        }
        checkTags(
                SparkArguments.items(conf.getOrDefault(SparkArguments.TAGS, "")).toList());
    }

    /** Whoever wears another session's tag would be taken for it. */
    private static void checkTags(List<String> tags) throws RejectedRequest {
        if (tags.size() > TAGS
                || !tags.stream().allMatch(tag -> TAG.matcher(tag).matches())) {
            throw new RejectedRequest("'" + SparkArguments.TAGS + "' must have at most " + TAGS
                    + " tags of at most 100 ASCII characters, none of which begins with understudy-.");
        }
    }

    private BatchRequest qualified(BatchRequest request) throws RejectedRequest {
        return new BatchRequest(
                request.kind(),
                request.file().isEmpty()
                        ? request.file()
                        : Optional.of(paths.qualify(request.file().get())),
                request.className(),
                request.args(),
                qualified(request.jars()),
                qualified(request.pyFiles()),
                qualified(request.files()),
                qualified(request.archives()),
                request.driverMemory(),
                request.driverCores(),
                request.executorMemory(),
                request.executorCores(),
                request.numExecutors(),
                request.queue(),
                request.name(),
                qualified(request.conf()),
                request.proxyUser(),
                request.command(),
                request.env());
    }

    private Map<String, String> qualified(Map<String, String> conf) throws RejectedRequest {
        Map<String, String> qualified = new TreeMap<>(conf);
        for (String key : FILE_LISTS) {
            if (conf.containsKey(key)) {
                List<String> items = SparkArguments.items(conf.get(key)).toList();
                qualified.put(key, String.join(",", qualified(items)));
            }
        }
        for (String key : FILES_OF_HOST) {
            if (conf.containsKey(key)) {
                paths.checkOnHost(conf.get(key));
            }
        }
        return qualified;
    }

    private List<String> qualified(List<String> all) throws RejectedRequest {
        List<String> qualified = new ArrayList<>(all.size());
        for (String path : all) {
            qualified.add(paths.qualify(path));
        }
        return qualified;
    }
}
