package io.understudy.ha.gateway;

import java.net.URI;
import java.time.Duration;

/**
 * How a gateway is set up.
 *
 * @param node id of this node
 * @param bind address that the port is bound to
 * @param port 0 for any free one
 * @param advertised address under which others reach this node
 * @param hold bounds of the waiting room
 * @param attempt how long the last attempt to have a request answered may go on after the time of the hold
 * @param answerBytes how many bytes of other nodes' answers are kept in memory; beyond, answers are not taken in whole
 * @param drain how long requests that are here may take once the node stops
 */
public record GatewaySettings(
        String node,
        String bind,
        int port,
        URI advertised,
        Hold hold,
        Duration attempt,
        long answerBytes,
        Duration drain) {

    /** How long a client waits at most until its answer has come or begun. */
    Duration patience() {
        return hold.time().plus(attempt);
    }

    /**
     * Bounds of the waiting room.
     *
     * @param requests how many may wait
     * @param bytes how many bytes of bodies may wait
     * @param time how long a request may wait, from its arrival on
     */
    public record Hold(int requests, long bytes, Duration time) {

        /** 512 requests, 64 MiB, 20 s. */
        public static final Hold DEFAULTS = new Hold(512, 64L * 1024 * 1024, Duration.ofSeconds(20));

        public Hold {
            if (requests < 0 || bytes < 0 || time.isNegative()) {
                throw new IllegalArgumentException("bounds of the hold are not negative");
            }
        }
    }
}
