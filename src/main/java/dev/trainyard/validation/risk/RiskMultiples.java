package dev.trainyard.validation.risk;

import dev.trainyard.backtest.RoundedSum;
import dev.trainyard.text.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The results of trades as multiples R of the money that each risked at its stop. V. K. Tharp,
 * "Trade your way to financial freedom", 1998.
 *
 * @param count number of trades
 * @param mean expectancy in R
 * @param std sample standard deviation of the multiples; empty with one trade
 * @param sqn system quality number √n·mean/std, with n capped at 100 so that many trades alone do
 *     not raise it; empty without deviation
 * @param worst lowest multiple
 * @param best highest multiple
 */
public record RiskMultiples(
    int count, double mean, OptionalDouble std, OptionalDouble sqn, double worst, double best) {
  private static final int MAX_TRADES = 100;

  /** Computes the statistics of multiples; empty without trades. */
  static Optional<RiskMultiples> of(double[] multiples) {
    int n = multiples.length;
    if (n == 0) {
      return Optional.empty();
    }
    double sum = 0;
    double worst = multiples[0];
    double best = multiples[0];
    for (double multiple : multiples) {
      sum += multiple;
      worst = Math.min(worst, multiple);
      best = Math.max(best, multiple);
    }
    double mean = sum / n;
    OptionalDouble std = deviation(multiples, mean);
    OptionalDouble sqn =
        RoundedSum.difference(best, worst) > 0
            ? OptionalDouble.of(StrictMath.sqrt(Math.min(n, MAX_TRADES)) * mean / std.orElseThrow())
            : OptionalDouble.empty();
    return Optional.of(new RiskMultiples(n, mean, std, sqn, worst, best));
  }

  private static OptionalDouble deviation(double[] values, double mean) {
    if (values.length < 2) {
      return OptionalDouble.empty();
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return OptionalDouble.of(
        StrictMath.sqrt(RoundedSum.variance(squares / (values.length - 1), mean)));
  }

  /** Returns the JSON shape. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("count", count);
    map.put("mean", Json.number(mean));
    map.put("std", Json.number(std));
    map.put("sqn", Json.number(sqn));
    map.put("worst", Json.number(worst));
    map.put("best", Json.number(best));
    return map;
  }
}
