package dev.trainyard.strategy.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.Signals;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiquiditySweepGoldenTest {

  @ParameterizedTest
  @MethodSource("dev.trainyard.strategy.builtin.GoldenEntry#liquiditySweeps")
  void givenTheLevelsOfTheReplacedSystemTheSignalsAreItsSignals(GoldenEntry entry) {
    Candles candles = entry.candles();
    double[] atrMedian = new double[candles.size()];
    Arrays.fill(atrMedian, entry.json().path("atr_median").doubleValue());
    SweepRule rule =
        new SweepRule(
            entry.parameter("pierce_depth"),
            entry.parameter("volume_spike_threshold"),
            (int) entry.parameter("reversal_candles"),
            entry.parameter("atr_multiplier_sl"),
            entry.parameter("risk_reward_ratio"),
            (int) entry.parameter("key_level_lookback"));

    Signals actual =
        rule.signals(new Indicators(candles), levels(entry.json()), atrMedian, 0, candles.size());

    Signals expected = entry.signals();
    assertThat(actual.size()).isEqualTo(expected.size());
    for (int k = 0; k < expected.size(); k++) {
      assertThat(actual.bar(k)).isEqualTo(expected.bar(k));
      assertThat(actual.side(k)).isEqualTo(expected.side(k));
      assertThat(actual.stop(k)).isCloseTo(expected.stop(k), relative(expected.stop(k)));
      assertThat(actual.target(k)).isCloseTo(expected.target(k), relative(expected.target(k)));
    }
  }

  private static org.assertj.core.data.Offset<Double> relative(double value) {
    return within(Math.abs(value) * 1e-9);
  }

  private static KeyLevels levels(JsonNode json) {
    double[] resistances = prices(json, "RESISTANCE");
    double[] supports = prices(json, "SUPPORT");
    return new KeyLevels() {
      @Override
      public boolean resistanceSwept(
          int bar, double close, double reach, double high, double depth) {
        return Arrays.stream(resistances)
            .filter(level -> Math.abs(level - close) <= reach)
            .anyMatch(level -> close < level && high >= level * (1 + depth));
      }

      @Override
      public boolean supportSwept(int bar, double close, double reach, double low, double depth) {
        return Arrays.stream(supports)
            .filter(level -> Math.abs(level - close) <= reach)
            .anyMatch(level -> close > level && low <= level * (1 - depth));
      }
    };
  }

  private static double[] prices(JsonNode json, String side) {
    double[] all = new double[json.path("levels").size()];
    int n = 0;
    for (JsonNode level : json.path("levels")) {
      if (level.get(0).asText().equals(side)) {
        all[n++] = level.get(1).doubleValue();
      }
    }
    return Arrays.copyOf(all, n);
  }
}
