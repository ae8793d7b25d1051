package io.understudy.ha.membership;

import java.net.URI;
import java.time.Instant;

/**
 * What of a member does not change while its process lives.
 *
 * @param http its advertised address
 * @param incarnation of its process
 * @param version of its build
 * @param configHash tells members with different configurations apart
 * @param since when the process began
 * @param storeFormat the newest format of the store that its build knows
 */
public record MemberIdentity(
        String node, URI http, String incarnation, String version, String configHash, Instant since, int storeFormat) {}
