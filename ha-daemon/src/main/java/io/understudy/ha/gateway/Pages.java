package io.understudy.ha.gateway;

import java.util.Optional;

/** Pages that the active shows beside those of its service. Any thread may ask; from memory. */
public interface Pages {

    /** The page at a UI path, or empty if it is the service's. */
    Optional<Reply> page(EdgeRequest request);
}
