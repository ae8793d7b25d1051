package io.understudy.ha.admin;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import java.util.Optional;

/** Says who may give orders to the daemons. Any thread may ask; from memory. */
public interface Authority {

    /** How an order is refused; empty if it may be given. */
    Optional<Reply> refusal(EdgeRequest order);
}
