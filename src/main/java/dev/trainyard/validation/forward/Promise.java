package dev.trainyard.validation.forward;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the hold-out promises of a trade: the mean result of its trades, each cut at a cap, since no
 * test can hold when a single trade may win any amount.
 *
 * @param trades closed trades of the hold-out
 * @param mean mean result of a trade as a fraction of its size, above 0
 * @param deviation sample standard deviation of the results, above 0
 * @param cap results above it count as it, here and later
 */
public record Promise(int trades, double mean, double deviation, double cap) {
  /** Fewer trades promise nothing, as the verdict has it too. */
  public static final int MIN_TRADES = 10;

  private static final double CAP_IN_DEVIATIONS = 2;

  /**
   * Returns the promise of closed trades; empty when there are fewer than {@link #MIN_TRADES}, and
   * when their mean or their deviation is not above 0.
   *
   * @param results result of each trade as a fraction of its size
   */
  public static Optional<Promise> of(double[] results) {
    if (results.length < MIN_TRADES) {
      return Optional.empty();
    }
    double mean = mean(results);
    double cap = mean + CAP_IN_DEVIATIONS * deviation(results, mean);
    double[] cut = new double[results.length];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = Math.min(results[i], cap);
    }
    double promised = mean(cut);
    double deviation = deviation(cut, promised);
    return promised > 0 && deviation > 0
        ? Optional.of(new Promise(results.length, promised, deviation, cap))
        : Optional.empty();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values, double mean) {
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1));
  }

  /** Returns the mean result below which the edge has decayed: half of the promised one. */
  public double least() {
    return mean / 2;
  }

  /** Returns the JSON shape; results are in percent. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("trades", trades);
    map.put("mean_trade_pct", mean * 100);
    map.put("std_trade_pct", deviation * 100);
    map.put("cap_pct", cap * 100);
    return map;
  }

  /**
   * Reads what {@link #toMap} returns.
   *
   * @throws IllegalArgumentException when a figure is missing
   */
  public static Promise fromMap(Map<String, ?> map) {
    return new Promise(
        (int) number(map, "trades"),
        number(map, "mean_trade_pct") / 100,
        number(map, "std_trade_pct") / 100,
        number(map, "cap_pct") / 100);
  }

  private static double number(Map<String, ?> map, String name) {
    if (map.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("a promise without " + name);
  }
}
