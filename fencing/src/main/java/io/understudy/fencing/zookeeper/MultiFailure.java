package io.understudy.fencing.zookeeper;

import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.ErrorResult;

/**
 * The operation that made ZooKeeper refuse a transaction. Those before it are reported as OK, those after it as an
 * inconsistency.
 *
 * @param index of the operation
 */
record MultiFailure(int index, Code code) {

    static Optional<MultiFailure> of(List<OpResult> results) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof ErrorResult error && error.getErr() != Code.OK.intValue()) {
                Code code = Code.get(error.getErr());
                return Optional.of(new MultiFailure(i, code == null ? Code.SYSTEMERROR : code));
            }
        }
        return Optional.empty();
    }
}
