package io.understudy.session.audit;

/**
 * Where a request came from, as the first of our nodes saw it.
 *
 * @param address of the other end of the connection: the client's, or that of a proxy before us
 * @param node through which it came
 */
public record Origin(String address, String node) {

    /** It is not known. */
    public static final Origin UNKNOWN = new Origin("-", "-");
}
