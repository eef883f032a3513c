package dev.trainyard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations, dead letters and strategies. */
class OutcomeIT extends ApiFixture {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void configurationsByAFigureEndWithThoseWithoutIt(int limit) {
    String symbol = "FIG%d/USD".formatted(limit);
    List<String> ids = new ArrayList<>();
    for (Double profit : Arrays.asList(0.1, null, 0.3, 0.1, null)) {
      ids.add(SampleRows.configuration(jdbc, UUID.randomUUID().toString(), symbol, profit));
    }

    assertThat(
            all("/configurations?sort=net_profit&symbol=%s".formatted(symbol), limit, "config_id"))
        .containsExactly(ids.get(2), ids.get(3), ids.get(0), ids.get(4), ids.get(1));
  }

  @Test
  void aConfigurationAloneShowsItsDocuments() {
    String id = SampleRows.configuration(jdbc, UUID.randomUUID().toString(), "DOC/USD", 0.25);

    JsonNode listed =
        get("/configurations?symbol=DOC/USD&verdict=NO_EDGE&lifecycle=DISCOVERY&active=false")
            .body()
            .path("items")
            .get(0);
    JsonNode single = get("/configurations/" + id).body();

    assertThat(listed.path("config_id").asText()).isEqualTo(id);
    assertThat(listed.path("net_profit").asDouble()).isEqualTo(0.25);
    assertThat(listed.has("data_quality")).isFalse();
    assertThat(single.path("data_quality").path("rows").asInt()).isEqualTo(3);
    assertThat(single.path("out_of_sample").isNull()).isTrue();
    assertThat(single.path("parameters").path("pierce_depth").asDouble()).isEqualTo(0.002);
  }

  @Test
  void aDeadLetterAloneShowsItsRequestAndStack() {
    String id = SampleRows.failedJob(jdbc, "UnknownSymbol");

    JsonNode listed =
        get("/failed-jobs?error_class=UnknownSymbol&kind=permanent&stage=DATA_PREPARATION")
            .body()
            .path("items")
            .get(0);
    JsonNode single = get("/failed-jobs/" + id).body();

    assertThat(listed.path("id").asText()).isEqualTo(id);
    assertThat(listed.has("stack")).isFalse();
    assertThat(single.path("request").path("seed").asInt()).isEqualTo(42);
    assertThat(single.path("stack").asText()).isEqualTo("at line 1");
  }

  @Test
  void deadLettersGoOnWhereAPageEnded() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(0, SampleRows.failedJob(jdbc, "Paged"));
    }

    assertThat(all("/failed-jobs?error_class=Paged", 2, "id")).isEqualTo(ids);
  }

  @Test
  void aStrategyShowsItsParameters() {
    JsonNode strategy = get("/strategies/LIQUIDITY_SWEEP").body();

    assertThat(strategy.path("directions"))
        .extracting(JsonNode::asText)
        .containsExactly("LONG", "SHORT");
    JsonNode parameter = strategy.path("parameters").get(0);
    assertThat(parameter.path("name").asText()).isEqualTo("pierce_depth");
    assertThat(parameter.path("type").asText()).isEqualTo("float");
    assertThat(parameter.path("low").asDouble()).isEqualTo(0.0005);
    assertThat(get("/strategies").body().path("items")).contains(strategy);
  }
}
