package io.understudy.session;

import java.util.Optional;

/**
 * How many batches may be live, that is, not have ended. A limit of 0 is none.
 *
 * @param live in all
 * @param livePerUser of one owner; batches without an owner count as those of one user
 * @param unsubmitted that wait for their submission or are being submitted
 */
public record Limits(int live, int livePerUser, int unsubmitted) {

    /** No limits. */
    public static final Limits NONE = new Limits(0, 0, 0);

    public Limits {
        if (live < 0 || livePerUser < 0 || unsubmitted < 0) {
            throw new IllegalArgumentException("a limit is 0 or more");
        }
    }

    /** Whether so many that wait for their submission leave no room for another. */
    public boolean isFullOfUnsubmitted(int count) {
        return isReached(unsubmitted, count);
    }

    /**
     * Why so many live batches leave no room for another; empty if they do not.
     *
     * @param owner who wants another
     * @param ofOwner how many of them are the owner's
     */
    public Optional<String> refusal(int inAll, Optional<String> owner, int ofOwner) {
        if (isReached(livePerUser, ofOwner)) {
            String whose = owner.map(name -> "of user '" + name + "'").orElse("without an owner");
            return Optional.of(
                    "there are as many live batches %s as a user may have: %d.".formatted(whose, livePerUser));
        }
        return isReached(live, inAll)
                ? Optional.of("there are as many live batches as there may be: %d.".formatted(live))
                : Optional.empty();
    }

    private static boolean isReached(int limit, int count) {
        return limit > 0 && count >= limit;
    }
}
