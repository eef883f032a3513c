package dev.trainyard.validation.risk;

import dev.trainyard.backtest.RoundedSum;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The annualised Sharpe ratios of all runs of 30 days whose returns differ, which show how steady
 * the result is.
 *
 * @param min lowest ratio
 * @param median median ratio
 * @param last ratio of the newest 30 days; empty when their returns do not differ
 */
public record RollingSharpe(double min, double median, OptionalDouble last) {
  static final int DAYS = 30;
  private static final double DAYS_PER_YEAR = 365;

  /**
   * Computes the ratios of daily returns.
   *
   * @return the ratios, or empty with fewer than 30 days, or when the returns of no 30 days differ
   */
  static Optional<RollingSharpe> of(double[] days) {
    if (days.length < DAYS) {
      return Optional.empty();
    }
    int runs = days.length - DAYS + 1;
    double[] ratios =
        IntStream.range(0, runs)
            .mapToObj(k -> sharpe(days, k))
            .flatMapToDouble(OptionalDouble::stream)
            .sorted()
            .toArray();
    int n = ratios.length;
    if (n == 0) {
      return Optional.empty();
    }
    double median = (ratios[(n - 1) / 2] + ratios[n / 2]) / 2;
    return Optional.of(new RollingSharpe(ratios[0], median, sharpe(days, runs - 1)));
  }

  private static OptionalDouble sharpe(double[] days, int from) {
    double mean = 0;
    for (int k = from; k < from + DAYS; k++) {
      mean += days[k] / DAYS;
    }
    double squares = 0;
    for (int k = from; k < from + DAYS; k++) {
      squares += (days[k] - mean) * (days[k] - mean);
    }
    double variance = RoundedSum.variance(squares / (DAYS - 1), mean);
    return variance > 0
        ? OptionalDouble.of(mean / StrictMath.sqrt(variance) * StrictMath.sqrt(DAYS_PER_YEAR))
        : OptionalDouble.empty();
  }
}
