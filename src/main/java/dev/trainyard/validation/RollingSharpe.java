package dev.trainyard.validation;

import java.util.Arrays;
import java.util.Optional;

/**
 * Annualised Sharpe ratios of all runs of 30 days: how steady the whole was.
 *
 * @param min lowest
 * @param median middle one
 * @param last that of the newest 30 days
 */
public record RollingSharpe(double min, double median, double last) {
  static final int DAYS = 30;
  private static final double DAYS_PER_YEAR = 365;

  /**
   * Of daily returns; a run without deviation counts as 0.
   *
   * @return empty with fewer than 30 days
   */
  static Optional<RollingSharpe> of(double[] days) {
    if (days.length < DAYS) {
      return Optional.empty();
    }
    double[] ratios = new double[days.length - DAYS + 1];
    for (int k = 0; k < ratios.length; k++) {
      ratios[k] = sharpe(days, k);
    }
    double last = ratios[ratios.length - 1];
    Arrays.sort(ratios);
    int n = ratios.length;
    double median = (ratios[(n - 1) / 2] + ratios[n / 2]) / 2;
    return Optional.of(new RollingSharpe(ratios[0], median, last));
  }

  private static double sharpe(double[] days, int from) {
    double mean = 0;
    for (int k = from; k < from + DAYS; k++) {
      mean += days[k] / DAYS;
    }
    double squares = 0;
    for (int k = from; k < from + DAYS; k++) {
      squares += (days[k] - mean) * (days[k] - mean);
    }
    double std = StrictMath.sqrt(squares / (DAYS - 1));
    // Equal returns leave a residue of rounding in place of 0
    return std > Math.abs(mean) * 1e-12 ? mean / std * StrictMath.sqrt(DAYS_PER_YEAR) : 0;
  }
}
