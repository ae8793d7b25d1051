package io.understudy.ha.fencing;

import io.understudy.fencing.Epoch;
import io.understudy.session.config.HostPort;

/**
 * Whom to fence.
 *
 * @param node its id
 * @param address under which the others reach it
 * @param incarnation the process that was in office
 * @param lost the term in which it was
 * @param proven whether its launcher has proven already that it is dead
 * @param epoch the term that wants it fenced
 */
public record Target(String node, HostPort address, String incarnation, Epoch lost, boolean proven, Epoch epoch) {}
