package io.understudy.ha.election;

import java.time.Duration;

/**
 * Where the election is held.
 *
 * @param quorum ZooKeeper's connect string
 * @param sessionTimeout to ask for; the server may grant another
 * @param parent absolute path of the znode, which must exist, under which the lock stands
 */
public record ElectionSettings(String quorum, Duration sessionTimeout, String parent) {}
