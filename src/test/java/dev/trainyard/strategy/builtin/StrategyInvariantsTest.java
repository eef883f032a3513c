package dev.trainyard.strategy.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every built-in strategy, on real candles. */
class StrategyInvariantsTest {
  private static final int POINTS = 12;
  private static final int CUTS = 12;

  static Stream<Arguments> strategiesAndCandles() {
    return TestSpaces.catalog().all().stream()
        .flatMap(
            strategy ->
                Stream.of(
                    candles(strategy, "bitstamp 5m", () -> RealCandles.bitstamp(Timeframe.M5)),
                    candles(strategy, "bitstamp 1m", () -> RealCandles.bitstamp(Timeframe.M1)),
                    candles(
                        strategy,
                        "BTCUSDT 5m",
                        () -> RealCandles.of("BTCUSDT-5m.csv").slice(0, 8_000)),
                    candles(
                        strategy,
                        "BTCUSDT 1h",
                        () -> RealCandles.of("BTCUSDT-1h.csv").slice(0, 8_000))));
  }

  private static Arguments candles(Strategy strategy, String label, Supplier<Candles> candles) {
    return Arguments.of(strategy.name(), label, strategy, candles);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("strategiesAndCandles")
  void candlesAfterABarDoNotChangeTheSignalsUpToIt(
      String name, String label, Strategy strategy, Supplier<Candles> source) {
    Candles candles = source.get();
    Indicators all = new Indicators(candles);
    List<Parameters> points = TestSpaces.randomPoints(strategy.space(), POINTS, 1);
    Random random = new Random(2);
    for (int cut = 0; cut < CUTS; cut++) {
      int end = 1 + random.nextInt(candles.size());
      Indicators truncated = new Indicators(candles.slice(0, end));
      for (Parameters point : points) {
        assertThat(list(strategy.signals(truncated, point, 0, end)))
            .as("%s up to bar %d", point, end - 1)
            .isEqualTo(list(strategy.signals(all, point, 0, end)));
      }
    }
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("strategiesAndCandles")
  void candlesBeforeTheWarmupDoNotChangeASignal(
      String name, String label, Strategy strategy, Supplier<Candles> source) {
    Candles candles = source.get();
    Indicators all = new Indicators(candles);
    Random random = new Random(3);
    int compared = 0;
    for (Parameters point : TestSpaces.randomPoints(strategy.space(), POINTS, 4)) {
      int warmup = strategy.warmup(point);
      Signals signals = strategy.signals(all, point, warmup, candles.size());
      List<Integer> bars = new ArrayList<>();
      for (int k = 0; k < CUTS && signals.size() > 0; k++) {
        bars.add(signals.bar(random.nextInt(signals.size())));
      }
      if (candles.size() > warmup) {
        bars.add(warmup + random.nextInt(candles.size() - warmup));
      }
      for (int bar : bars) {
        Indicators late = new Indicators(candles.slice(bar - warmup, bar + 1));
        List<String> expected = list(strategy.signals(all, point, bar, bar + 1));
        List<String> actual =
            list(strategy.signals(late, point, warmup, warmup + 1)).stream()
                .map(text -> text.replaceFirst("^\\d+", String.valueOf(bar)))
                .toList();
        assertThat(actual).as("%s at bar %d", point, bar).isEqualTo(expected);
        compared += expected.size();
      }
    }
    assertThat(compared).as("signals compared").isPositive();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("strategiesAndCandles")
  void signalsOfARangeAreThoseOfTheWholeWithinIt(
      String name, String label, Strategy strategy, Supplier<Candles> source) {
    Candles candles = source.get();
    Indicators all = new Indicators(candles);
    int from = candles.size() / 3;
    int to = candles.size() / 2;
    for (Parameters point : TestSpaces.randomPoints(strategy.space(), POINTS, 5)) {
      Signals whole = strategy.signals(all, point, 0, candles.size());
      Signals expected = new Signals();
      for (int k = 0; k < whole.size(); k++) {
        if (whole.bar(k) >= from && whole.bar(k) < to) {
          expected.add(whole.bar(k), whole.side(k), whole.stop(k), whole.target(k), whole.trail(k));
        }
      }
      assertThat(list(strategy.signals(all, point, from, to))).isEqualTo(list(expected));
    }
  }

  private static List<String> list(Signals signals) {
    List<String> list = new ArrayList<>();
    for (int k = 0; k < signals.size(); k++) {
      list.add(
          "%d %s %s %s %s"
              .formatted(
                  signals.bar(k),
                  signals.side(k),
                  signals.stop(k),
                  signals.target(k),
                  signals.trail(k)));
    }
    return list;
  }
}
