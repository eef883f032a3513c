package dev.trainyard.api.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A series as a chart and its coverage show it. */
class SeriesIT extends ApiFixture {
  private static final String SERIES = "/market-data/chart/SUN-MOON/1h";
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int HOURS = 240;

  @BeforeEach
  void upload() {
    jdbc.sql("DELETE FROM candles WHERE exchange = 'chart'").update();
    jdbc.sql("DELETE FROM candle_series WHERE exchange = 'chart'").update();
    StringBuilder file = new StringBuilder("time,open,high,low,close,volume\n");
    for (int i = 0; i < HOURS; i++) {
      // Hours 100 to 109 are missing; hour 50 has the highest price and hour 60 the lowest
      if (i < 100 || i >= 110) {
        file.append(
            "%s,100,%d,%d,%d,1\n"
                .formatted(
                    BEGIN.plusSeconds(3600L * i),
                    i == 50 ? 300 : 103,
                    i == 60 ? 10 : 97,
                    100 + i % 3));
      }
    }
    assertThat(
            send(request("/api/v2/training" + SERIES)
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString(file.toString())))
                .status())
        .isEqualTo(200);
  }

  private static List<Double> numbers(JsonNode column) {
    List<Double> numbers = new ArrayList<>();
    column.forEach(one -> numbers.add(one.doubleValue()));
    return numbers;
  }

  @Test
  void theNewestCandlesAreShownAsTheyAre() {
    JsonNode bars = get(SERIES + "/candles?bars=10").body();

    assertThat(bars.path("candles_per_bar").asInt()).isEqualTo(1);
    assertThat(bars.path("candles").asInt()).isEqualTo(10);
    assertThat(bars.path("time").get(9).asLong())
        .isEqualTo(BEGIN.plusSeconds(3600L * (HOURS - 1)).toEpochMilli());
    assertThat(bars.path("close")).hasSize(10);
  }

  @Test
  void aLongRangeIsThinnedAndKeepsItsExtremes() {
    JsonNode bars = get(SERIES + "/candles?from=%s&bars=24".formatted(BEGIN)).body();

    assertThat(bars.path("candles").asInt()).isEqualTo(HOURS - 10);
    assertThat(bars.path("candles_per_bar").asInt()).isEqualTo(10);
    assertThat(bars.path("time").size()).isBetween(23, 25);
    assertThat(numbers(bars.path("high"))).contains(300.0);
    assertThat(numbers(bars.path("low"))).contains(10.0);
    assertThat(numbers(bars.path("volume")).stream().mapToDouble(v -> v).sum())
        .isEqualTo(HOURS - 10);
  }

  @Test
  void aRangeOutsideHasNoBars() {
    JsonNode bars =
        get(SERIES + "/candles?from=1900-01-01T00:00:00Z&to=1901-01-01T00:00:00Z").body();

    assertThat(bars.path("candles").asInt()).isZero();
    assertThat(bars.path("time")).isEmpty();
  }

  @Test
  void theCoverageNamesWhatIsMissing() {
    JsonNode coverage = get(SERIES + "/coverage").body();

    assertThat(coverage.path("rows").asInt()).isEqualTo(HOURS - 10);
    assertThat(coverage.path("missing").asInt()).isEqualTo(10);
    assertThat(coverage.path("gaps")).hasSize(1);
    JsonNode gap = coverage.path("gaps").get(0);
    assertThat(gap.path("missing").asInt()).isEqualTo(10);
    assertThat(Instant.parse(gap.path("from").asText())).isEqualTo(BEGIN.plusSeconds(360_000));
    assertThat(Instant.parse(gap.path("to").asText())).isEqualTo(BEGIN.plusSeconds(396_000));
    assertThat(coverage.path("stretches")).hasSize(HOURS);
    int there = 0;
    for (JsonNode stretch : coverage.path("stretches")) {
      there += stretch.path("share").asInt();
    }
    assertThat(there).isEqualTo(HOURS - 10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /market-data/chart/NO-ONE/1h/candles                                       | 404
          /market-data/chart/NO-ONE/1h/coverage                                      | 404
          /market-data/chart/SUN-MOON/2w/candles                                     | 400
          /market-data/chart/SUN-MOON/1h/candles?bars=0                              | 400
          /market-data/chart/SUN-MOON/1h/candles?bars=5001                           | 400
          /market-data/chart/SUN-MOON/1h/candles?from=yesterday                      | 400
          /market-data/chart/SUN-MOON/1h/candles?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z | 400
          /market-data/chart/SUN-MOON/1h/coverage?parts=1                            | 400
          """)
  void whatCannotBeShownIsRefused(String path, int status) {
    assertThat(get(path).status()).isEqualTo(status);
  }
}
