package io.understudy.fencing.zookeeper;

/**
 * What a client shows ZooKeeper of itself, on every connection.
 *
 * @param scheme such as {@code digest}
 * @param secret what the scheme takes, such as {@code user:password}; never printed
 */
public record Credential(String scheme, String secret) {

    /** Only the scheme. */
    @Override
    public String toString() {
        return scheme + ":(secret)";
    }
}
