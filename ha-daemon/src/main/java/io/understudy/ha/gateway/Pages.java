package io.understudy.ha.gateway;

import java.util.Optional;

/** The pages that the active shows to browsers. Any thread may ask. */
public interface Pages {

    /** The page at a UI path, or empty if there is none. */
    Optional<Reply> page(EdgeRequest request);
}
