package io.understudy.ha.admin;

import java.util.Optional;

/**
 * Why something is asked of the cluster.
 *
 * @param by who asks, if that is known
 * @param reason in their own words
 */
public record Motive(Optional<String> by, Optional<String> reason) {

    /** Nobody in particular asks, and says nothing. */
    public static final Motive NONE = new Motive(Optional.empty(), Optional.empty());
}
