package dev.trainyard.validation.risk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The loss of the worst twentieth of results, as observed, without a model of the distribution.
 *
 * @param basis unit of the results
 * @param var95Pct value at risk: the 5 % quantile in percent of the capital, negative for a loss
 * @param cvar95Pct conditional value at risk, or expected shortfall: mean of the worst 5 %, with
 *     the result on the boundary weighted by its share (C. Acerbi and D. Tasche, "On the coherence
 *     of expected shortfall", Journal of Banking and Finance 26, 2002)
 */
public record TailRisk(Basis basis, double var95Pct, double cvar95Pct) {

  /** The unit of the results. */
  public enum Basis {
    DAYS,
    TRADES
  }

  /** One in this many results is in the tail; with fewer results there is no tail. */
  static final int TAIL = 20;

  /**
   * Computes the tail of the days or, when there are too few days, of the trades.
   *
   * @param days return of each day as a fraction
   * @param trades result of each trade as a fraction of the capital
   * @return the tail, or empty with fewer than 20 of both
   */
  static Optional<TailRisk> of(double[] days, double[] trades) {
    if (days.length >= TAIL) {
      return Optional.of(of(Basis.DAYS, days));
    }
    return trades.length >= TAIL ? Optional.of(of(Basis.TRADES, trades)) : Optional.empty();
  }

  private static TailRisk of(Basis basis, double[] results) {
    double[] ascending = results.clone();
    Arrays.sort(ascending);
    int whole = ascending.length / TAIL;
    double rest = (double) (ascending.length % TAIL) / TAIL;
    double sum = rest * ascending[whole];
    for (int k = 0; k < whole; k++) {
      sum += ascending[k];
    }
    double quantile = ascending[rest > 0 ? whole : whole - 1];
    return new TailRisk(basis, quantile * 100, sum / (whole + rest) * 100);
  }

  String label() {
    return basis.name().toLowerCase(Locale.ROOT);
  }
}
