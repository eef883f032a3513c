package dev.trainyard.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.market.Candles;
import dev.trainyard.strategy.builtin.GoldenEntry;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloseFillGoldenTest {

  @ParameterizedTest
  @MethodSource("dev.trainyard.strategy.builtin.GoldenEntry#all")
  void givenTheSignalsOfTheReplacedSystemTheTradesAreItsTrades(GoldenEntry entry) {
    List<Trade> actual = run(entry).trades();

    JsonNode expected = entry.json().path("trades");
    assertThat(actual).hasSize(expected.size());
    for (int k = 0; k < actual.size(); k++) {
      Trade trade = actual.get(k);
      JsonNode golden = expected.get(k);
      assertThat(trade.entryBar()).isEqualTo(golden.get(0).asInt());
      assertThat(trade.exitBar()).isEqualTo(golden.get(1).asInt());
      assertThat(trade.side().name()).isEqualTo(golden.get(2).asText());
      assertThat(trade.entryPrice())
          .isCloseTo(golden.get(3).doubleValue(), relative(golden.get(3)));
      assertThat(trade.exitPrice()).isCloseTo(golden.get(4).doubleValue(), relative(golden.get(4)));
      assertThat(trade.size()).isCloseTo(golden.get(5).doubleValue(), relative(golden.get(5)));
      assertThat(trade.pnl()).isCloseTo(golden.get(6).doubleValue(), within(1e-8));
      assertThat(trade.pnlPct()).isCloseTo(golden.get(7).doubleValue(), within(1e-12));
      assertThat(trade.reason().name()).isEqualTo(golden.get(8).asText());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.trainyard.strategy.builtin.GoldenEntry#all")
  void theMetricsAreThoseOfTheReplacedSystemToTheLastRoundedDigit(GoldenEntry entry) {
    Map<String, Object> actual = run(entry).metrics().toMap();

    entry
        .json()
        .path("metrics")
        .properties()
        .forEach(
            metric -> {
              Object value = actual.get(metric.getKey());
              if (metric.getValue().isNull()) {
                assertThat(value).as(metric.getKey()).isNull();
              } else {
                assertThat(((Number) value).doubleValue())
                    .as(metric.getKey())
                    .isEqualTo(metric.getValue().doubleValue());
              }
            });
  }

  private static BacktestResult run(GoldenEntry entry) {
    Candles candles = entry.candles();
    BacktestSettings settings =
        BacktestSettings.defaults(entry.candleMillis())
            .withExecutionModel(ExecutionModel.CLOSE_FILL);
    return new Backtester()
        .run(
            candles,
            0,
            candles.size(),
            entry.signals(),
            (int) entry.parameter("max_holding_periods"),
            settings);
  }

  private static Offset<Double> relative(JsonNode value) {
    return within(Math.abs(value.doubleValue()) * 1e-9);
  }
}
