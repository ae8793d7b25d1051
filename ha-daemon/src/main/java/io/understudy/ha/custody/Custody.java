package io.understudy.ha.custody;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a launcher needs to end the sessions of its dead daemon, and to say that it is dead. Holds secrets: it goes over
 * the cord, and nowhere else.
 *
 * @param connectString of ZooKeeper
 * @param properties of ZooKeeper's client
 * @param credentials to show
 * @param logins by SASL
 * @param acl of what is created
 * @param grave path of the node that says that the daemon is dead
 * @param epitaph what stands there
 * @param tickets the sessions, in the order in which they are to be ended
 */
public record Custody(
        String connectString,
        Map<String, String> properties,
        List<Credential> credentials,
        List<Login> logins,
        List<Right> acl,
        String grave,
        String epitaph,
        List<Ticket> tickets) {

    /** What a client shows of itself. */
    public record Credential(String scheme, String secret) {}

    /** A way to log in, as JAAS has it. */
    public record Login(String module, String flag, Map<String, String> options) {}

    /** An entry of an ACL, as ZooKeeper has it. */
    public record Right(int permissions, String scheme, String id) {}

    /** The same with other sessions. */
    public Custody with(List<Ticket> others) {
        return new Custody(connectString, properties, credentials, logins, acl, grave, epitaph, others);
    }

    /** The longest timeout of a session, empty if there is none. */
    public Optional<Duration> longestTimeout() {
        return tickets.stream().map(Ticket::timeout).max(Duration::compareTo);
    }

    /** As one line. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connectString", connectString);
        json.put("properties", properties);
        json.put("credentials", objects(credentials, one -> Map.of("scheme", one.scheme(), "secret", one.secret())));
        json.put(
                "logins",
                objects(logins, one -> Map.of("module", one.module(), "flag", one.flag(), "options", one.options())));
        json.put(
                "acl",
                objects(
                        acl,
                        one -> Map.of(
                                "permissions",
                                Integer.toString(one.permissions()),
                                "scheme",
                                one.scheme(),
                                "id",
                                one.id())));
        json.put("grave", grave);
        json.put("epitaph", epitaph);
        json.put(
                "tickets",
                objects(
                        tickets,
                        one -> Map.of(
                                "session",
                                Long.toHexString(one.session()),
                                "password",
                                one.password(),
                                "timeoutMs",
                                Long.toString(one.timeout().toMillis()))));
        return Json.line(json);
    }

    /**
     * Reads it back.
     *
     * @throws IllegalArgumentException if it is nothing of the kind; says nothing of what it holds
     */
    public static Custody parse(String json) {
        try {
            Node node = new Node(Json.parse(json));
            return new Custody(
                    node.text("connectString"),
                    node.texts("properties"),
                    node.list("credentials", one -> new Credential(one.text("scheme"), one.text("secret"))),
                    node.list("logins", one -> new Login(one.text("module"), one.text("flag"), one.texts("options"))),
                    node.list(
                            "acl",
                            one -> new Right(
                                    Integer.parseInt(one.text("permissions")), one.text("scheme"), one.text("id"))),
                    node.text("grave"),
                    node.text("epitaph"),
                    node.list(
                            "tickets",
                            one -> new Ticket(
                                    Long.parseUnsignedLong(one.text("session"), 16),
                                    one.text("password"),
                                    Duration.ofMillis(Long.parseLong(one.text("timeoutMs"))))));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IllegalArgumentException("what the daemon left in custody cannot be read", e);
        }
    }

    /** Where, and how many sessions. */
    @Override
    public String toString() {
        return tickets + " at " + connectString;
    }

    private static <T> List<Map<String, ?>> objects(List<T> values, Function<T, Map<String, ?>> object) {
        return values.stream().<Map<String, ?>>map(object).toList();
    }

    /** A JSON object, of which all that is asked for is there. */
    private record Node(@Nullable Object value) {

        private Object at(String name) {
            return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(value)).get(name));
        }

        String text(String name) {
            return (String) at(name);
        }

        Map<String, String> texts(String name) {
            Map<String, String> texts = new LinkedHashMap<>();
            ((Map<?, ?>) at(name)).forEach((key, text) -> texts.put((String) key, (String) text));
            return texts;
        }

        <T> List<T> list(String name, Function<Node, T> item) {
            return ((List<?>) at(name)).stream().map(Node::new).map(item).toList();
        }
    }
}
