package dev.trainyard.api.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations, dead letters and strategies. */
class OutcomeIT extends ApiFixture {
  private static final String WHOLE =
      """
      "strategy": "LIQUIDITY_SWEEP", "symbol": "BAD/USD", "exchange": "bitstamp", "timeframe": "5m",
      "optimizer": "random", "lookback_candles": 1000, "n_iterations": 10, "seed": 1, "batch_size": 8,
      "objective": "sharpe_ratio", "constraints": {"max_drawdown": null}, "run_validation": false,
      "validation": {"holdout": 0.3, "windows": 5}, "execution_model": "realistic", "capital": 10000,
      "risk_per_trade": 0.02, "sizing": "fixed",
      "costs": {"fee_rate": 0.001, "slippage_rate": 0.0005, "funding_rate_8h": 0},
      "data_filter_config": {"enable_filtering": false, "min_volume_threshold": 0, "min_price_movement_pct": 0,
        "filter_flat_candles": false, "preserve_high_volume_single_price": false},
      "pruning": false, "early_stop": false, "reuse": false, "priority": "normal", "timeout_seconds": 60,
      "max_attempts": 3, "fetch": false""";

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
    assertThat(single.path("data_quality").path("kept").asInt()).isEqualTo(3);
    assertThat(single.path("out_of_sample").isNull()).isTrue();
    assertThat(single.path("parameters").path("pierce_depth").asDouble()).isEqualTo(0.002);
  }

  @Test
  void aConfigurationWhoseRequestIsNotWholeIsNotRunAgainAndSaysWhatIsMissing() {
    String id = SampleRows.configuration(jdbc, UUID.randomUUID().toString(), "OLD/USD", 0.25);
    jdbc.sql("UPDATE trained_configurations SET request = '{}' WHERE id = CAST(? AS uuid)")
        .param(id)
        .update();

    for (String view : List.of("/backtest", "/report")) {
      Answer answer = get("/configurations/" + id + view);
      assertThat(answer.status()).as(view).isEqualTo(409);
      assertThat(answer.body().path("detail").asText())
          .startsWith("its stored request lacks symbol, ")
          .contains("costs");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          request | "text"                   | its stored request lacks symbol
          request | {%s, "costs": {}}        | its stored request cannot be read
          request | {%s, "capital": "much"}  | its stored request cannot be read
          space   | [{"name": "pierce"}]     | its stored space cannot be read
          space   | 5                        | its stored data cannot be read
          """)
  void aStoredDocumentThatIsDamagedIsNotAFaultOfTheServer(
      String column, String document, String detail) {
    String id = SampleRows.configuration(jdbc, UUID.randomUUID().toString(), "BAD/USD", 0.25);
    jdbc.sql(
            "UPDATE trained_configurations SET request = CAST(? AS json) WHERE id = CAST(? AS uuid)")
        .params("{%s}".formatted(WHOLE), id)
        .update();
    jdbc.sql(
            "UPDATE trained_configurations SET %s = CAST(? AS json) WHERE id = CAST(? AS uuid)"
                .formatted(column))
        .params(document.replace("%s", WHOLE), id)
        .update();

    Answer answer = get("/configurations/" + id + "/backtest");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("detail").asText()).startsWith(detail);
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
