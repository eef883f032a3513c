package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Candles;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A breakdown of FAILED_BREAKDOWN and its recovery at the bar of a signal, found by following the
 * rule literally.
 *
 * @param end bar after the range
 * @param bar the breakdown
 * @param support lowest low of the range
 * @param resistance highest high of the range
 * @param touches lows near the support and highs near the resistance
 * @param broke volume of the breakdown over the mean of the range
 * @param recovered volume of the recovery over the mean of the range
 * @param score the score that judges the recovery
 */
record Spring(
    int end,
    int bar,
    double support,
    double resistance,
    int touches,
    double broke,
    double recovered,
    double score) {

  /** Returns the best breakdown that recovers at the bar of the signal. */
  static Spring best(ExampleTrade example) {
    Spring best = null;
    int k = example.signalBar();
    int lookback = example.whole("range_lookback_periods");
    int duration = example.whole("spring_max_duration");
    for (int end = Math.max(lookback, k - 50 - duration); end <= k; end++) {
      for (int j = end; j < Math.min(end + 50, k); j++) {
        Spring spring = k - j < duration ? of(example, end, j) : null;
        if (spring != null && (best == null || spring.score() > best.score())) {
          best = spring;
        }
      }
    }
    return best;
  }

  private static Spring of(ExampleTrade example, int end, int j) {
    Candles c = example.candles();
    int k = example.signalBar();
    int start = end - example.whole("range_lookback_periods");
    int middle = (start + end) / 2;
    double support = Collections.min(boxed(c.low(), start, end));
    double resistance = Collections.max(boxed(c.high(), start, end));
    double mean = mean(c.volume(), start, end);
    long lows = boxed(c.low(), start, end).stream().filter(x -> x <= 1.005 * support).count();
    long highs = boxed(c.high(), start, end).stream().filter(x -> x >= 0.995 * resistance).count();
    boolean quiet =
        (resistance - support) / support <= example.number("range_tightness_threshold")
            && mean(c.volume(), middle, end) < 0.8 * mean(c.volume(), start, middle)
            && lows >= 3
            && highs >= 3;
    double most = example.number("breakdown_volume_threshold");
    double least = example.number("recovery_volume_threshold");
    double broke = c.volume()[j] / mean;
    double recovered = c.volume()[k] / mean;
    boolean firstRecovery =
        c.close()[k] > support
            && boxed(c.close(), j + 1, k).stream().allMatch(close -> close <= support);
    if (!quiet
        || !firstRecovery
        || (support - c.low()[j]) / support < example.number("breakdown_depth")
        || broke > most
        || recovered < least) {
      return null;
    }
    double score =
        0.25 * Math.max(0, 1 - broke / most)
            + 0.30 * Math.min(1, recovered / (1.5 * least))
            + 0.20 * Math.max(0, 1 - (k - j) / (double) example.whole("spring_max_duration"))
            + 0.15 * Math.min(1, (lows + highs) / 10.0);
    return new Spring(end, j, support, resistance, (int) (lows + highs), broke, recovered, score);
  }

  private static List<Double> boxed(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).boxed().toList();
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElse(0);
  }
}
