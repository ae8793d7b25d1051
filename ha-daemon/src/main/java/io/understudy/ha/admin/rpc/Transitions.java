package io.understudy.ha.admin.rpc;

import java.io.IOException;
import org.apache.hadoop.ha.HAServiceProtocol.StateChangeRequestInfo;
import org.apache.hadoop.security.AccessControlException;

/** What HAServiceProtocol's transitions do. Called on handlers' threads; a call may wait a bounded time. */
public interface Transitions {

    /** The nodes elect the active among themselves: whoever else wants to is refused. */
    Transitions ELECTED = new Transitions() {

        @Override
        public void toActive(StateChangeRequestInfo request) throws AccessControlException {
            throw refusal("-failover <active> <other>, or haadmin switchover --to <other>");
        }

        @Override
        public void toStandby(StateChangeRequestInfo request) throws AccessControlException {
            throw refusal("haadmin -transitionToStandby <active>, or haadmin step-down");
        }

        private AccessControlException refusal(String instead) {
            return new AccessControlException(
                    "Automatic failover is on: the nodes elect the active themselves, and take"
                            + " no state from users or from a ZKFC. Use " + instead + ".");
        }
    };

    /**
     * Makes this node active; returns once it serves.
     *
     * @throws IOException with a sentence, if it does not
     */
    void toActive(StateChangeRequestInfo request) throws IOException;

    /**
     * Makes this node a standby; returns once it serves no more.
     *
     * @throws IOException with a sentence, if it may go on
     */
    void toStandby(StateChangeRequestInfo request) throws IOException;
}
