package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GatewayRehearsalTest {

    @Test
    void everyRequestOfARehearsalIsAnsweredThroughTheOtherNode() {
        assertThat(GatewayRehearsal.play()).isEqualTo(GatewayRehearsal.requests());
    }
}
