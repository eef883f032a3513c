package dev.trainyard.api.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestIT extends ApiFixture {
  private static final int BARS = 3000;
  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"WAVE/USD\", \"exchange\": \"test\"%s}";
  private static final String ALL = ", \"include\": [\"signals\", \"trades\", \"equity\"]";

  /** Five-minute candles whose price swings around 100 and pierces its extremes now and then. */
  @BeforeEach
  void upload() {
    StringBuilder csv = new StringBuilder("time,open,high,low,close,volume\n");
    double close = 100;
    for (int i = 0; i < BARS; i++) {
      double open = close;
      close = 100 + 2 * Math.sin(i / 9.0) + 0.3 * Math.sin(i * 1.7);
      double reach = i % 57 == 0 ? 0.8 : 0.1;
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.4f,%.4f,%.4f,%.4f,%.1f%n",
              1_700_000_100L + 300L * i,
              open,
              Math.max(open, close) + reach,
              Math.min(open, close) - reach,
              close,
              i % 57 == 0 ? 100.0 : 10.0));
    }
    Answer answer =
        send(
            request("/api/v2/training/market-data/test/WAVE-USD/5m")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv.toString())));
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void theMetricsAreAnsweredAtOnce() {
    Answer answer = post("/backtests", REQUEST.formatted(""));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("metrics").path("bars").asInt()).isEqualTo(BARS);
    assertThat(answer.body().has("signals")).isFalse();
  }

  @Test
  void whatIsIncludedIsInTheFormOfTheContract() {
    JsonNode answer =
        post(
                "/backtests",
                REQUEST.formatted(
                    ALL
                        + ", \"parameters\": {\"min_level_touches\": 2, \"volume_spike_threshold\": 1.5}"))
            .body();

    assertThat(answer.path("equity")).hasSize(BARS);
    assertThat(answer.path("signals").isArray()).isTrue();
    assertThat(answer.path("trades").isArray()).isTrue();
    answer.path("signals").forEach(signal -> assertThat(signal).hasSize(4));
    answer.path("trades").forEach(trade -> assertThat(trade).hasSize(9));
  }

  @Test
  void positionsAreSizedAsTheRequestSays() {
    String trading =
        ", \"parameters\": {\"min_level_touches\": 2, \"volume_spike_threshold\": 1.5}, \"risk_per_trade\": 0.001";
    JsonNode fixed =
        post("/backtests", REQUEST.formatted(trading + ", \"sizing\": \"fixed\"")).body();
    JsonNode compounding =
        post("/backtests", REQUEST.formatted(trading + ", \"sizing\": \"compounding\"")).body();

    assertThat(fixed.path("metrics").path("total_trades").asInt()).isGreaterThan(1);
    assertThat(compounding.path("metrics").path("net_profit_pct"))
        .isNotEqualTo(fixed.path("metrics").path("net_profit_pct"));
    assertThat(post("/backtests", REQUEST.formatted(", \"sizing\": \"all\"")).status())
        .isEqualTo(422);
  }

  @Test
  void aSliceByBarsIsThatByTimes() {
    JsonNode bars =
        post("/backtests", REQUEST.formatted(ALL + ", \"from_bar\": 500, \"to_bar\": 2500")).body();
    JsonNode times =
        post(
                "/backtests",
                REQUEST.formatted(
                    ALL + ", \"from\": \"2023-11-16T15:55:00Z\", \"to\": \"2023-11-23T14:35:00Z\""))
            .body();

    assertThat(bars.path("equity")).hasSize(2000);
    assertThat(times).isEqualTo(bars);
  }

  @Test
  void timesBeyondTheStoredCandlesAreAnsweredWithWhatThereWas() {
    JsonNode answer =
        post(
                "/backtests",
                REQUEST.formatted(
                    ", \"from\": \"2020-01-01T00:00:00Z\", \"to\": \"2026-01-01T00:00:00Z\""))
            .body();

    assertThat(answer.at("/candles/bars").asInt()).isEqualTo(BARS);
    assertThat(answer.at("/candles/from").asText()).isEqualTo("2023-11-14T22:15:00Z");
    assertThat(answer.at("/candles/to").asText()).isEqualTo("2023-11-25T08:10:00Z");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          , "parameters": {"pierce": 1}                 | parameters.pierce        | no such parameter
          , "parameters": {"pierce_depth": "deep"}      | parameters.pierce_depth  | must be a number
          , "parameters": {"pierce_depth": 1e300}       | parameters.pierce_depth  | must be a number
          , "parameters": 3                             | parameters               | an object of parameter values
          , "from_bar": 10, "to_bar": 10                | to_bar                   | above from_bar
          , "to_bar": 3001                              | to_bar                   | within the 3000 candles
          , "from_bar": 3000                            | from_bar                 | within the 3000 candles
          , "from_bar": -1                              | from_bar                 | from 0
          , "from_bar": 1, "to": "2026-01-01T00:00:00Z" | to                       | use from and to, or from_bar and to_bar
          , "from": "2030-01-01T00:00:00Z"              | from                     | no candles
          , "to": "2020-01-01T00:00:00Z"                | from                     | no candles
          , "from": "yesterday"                         | from                     | ISO-8601
          , "include": ["everything"]                   | include[0]               | one of signals, trades, equity
          , "timeframe": "1h"                           | symbol                   | WAVE/USD 5m on test
          , "n_iterations": 5                           | n_iterations             | unknown field
          , "costs": {"fee_rate": 2}                    | costs.fee_rate           | from 0 to 0.1
          """)
  void aFieldThatIsNotWhatItMayBeIsNamed(String fields, String field, String message) {
    Answer answer = post("/backtests", REQUEST.formatted(fields));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error(field)).contains(message);
  }
}
