package io.understudy.fencing.zookeeper;

import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/** What ZooKeeper answered: a code, and a value where there is one. */
record Answer<T>(Code code, @Nullable T value) {

    static <T> Answer<T> of(int rc, @Nullable T value) {
        Code code = Code.get(rc);
        return code == Code.OK && value == null ? lost() : new Answer<>(code == null ? Code.SYSTEMERROR : code, value);
    }

    /** That nobody can say what was answered. */
    static <T> Answer<T> lost() {
        return new Answer<>(Code.CONNECTIONLOSS, null);
    }

    boolean isOk() {
        return code == Code.OK;
    }

    /** The session is gone for good; nothing will be answered on it any more. */
    boolean isSessionGone() {
        return code == Code.SESSIONEXPIRED || code == Code.AUTHFAILED;
    }

    T orThrow() {
        if (value == null) {
            throw new IllegalStateException("no value with " + code);
        }
        return value;
    }
}
