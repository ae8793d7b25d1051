package io.understudy.ha.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.ha.gateway.Reply;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /ha/history}. */
final class HistoryReportTest {

    private final PlayedNode node = new PlayedNode();
    private final HistoryReport report = new HistoryReport(PlayedNode.IDENTITY, node);

    @Test
    void theNewestTermIsTheFirst() throws IOException {
        node.history = List.of("{\"epoch\":1,\"node\":\"n1\"}", "{\"epoch\":2,\"node\":\"n2\",\"later\":[1]}");

        assertThat(json("").toString())
                .isEqualTo("{\"format\":1,\"cluster\":\"c\",\"terms\":["
                        + "{\"epoch\":2,\"node\":\"n2\",\"later\":[1]},{\"epoch\":1,\"node\":\"n1\"}]}");
    }

    @Test
    void aHundredAreGivenUnlessMoreAreAskedFor() throws IOException {
        node.history = IntStream.rangeClosed(1, 150)
                .mapToObj(i -> "{\"epoch\":" + i + "}")
                .toList();

        assertThat(json("").path("terms")).hasSize(100);
        assertThat(json("limit=1000").path("terms")).hasSize(150);
        assertThat(json("a=b&limit=2").at("/terms/1/epoch").asInt()).isEqualTo(149);
    }

    @Test
    void whatIsNoRecordIsLeftOut() throws IOException {
        node.history = List.of("{\"epoch\":1}", "[", "7", "");

        assertThat(json("").path("terms")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=", "limit=0", "limit=1001", "limit=-1", "limit=many", "limit=99999999999"})
    void aLimitIsANumber(String query) {
        assertThat(report.answer(query).status()).isEqualTo(400);
    }

    private JsonNode json(String query) throws IOException {
        Reply reply = report.answer(query);
        assertThat(reply.status()).isEqualTo(200);
        return new ObjectMapper().readTree(reply.body());
    }
}
