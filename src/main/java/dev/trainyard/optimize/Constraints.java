package dev.trainyard.optimize;

import dev.trainyard.backtest.Metrics;
import java.util.OptionalDouble;

/**
 * The conditions of a feasible trial. A ruined account is never feasible.
 *
 * @param minTrades fewest closed trades, 0 or more
 * @param maxDrawdown deepest drawdown allowed as a fraction of the peak, above 0; empty for any
 */
public record Constraints(int minTrades, OptionalDouble maxDrawdown) {

  public Constraints {
    if (minTrades < 0) {
      throw new IllegalArgumentException("min_trades must be 0 or more");
    }
    if (maxDrawdown.isPresent() && !(maxDrawdown.getAsDouble() > 0)) {
      throw new IllegalArgumentException("max_drawdown must be above 0");
    }
  }

  /** Creates constraints on only the number of trades. */
  public static Constraints minTrades(int minTrades) {
    return new Constraints(minTrades, OptionalDouble.empty());
  }

  /** Returns the same constraints with another number of trades. */
  public Constraints withMinTrades(int other) {
    return new Constraints(other, maxDrawdown);
  }

  /**
   * Computes by how much a back-test violates the constraints: the sum of the violations as shares
   * of their limits, plus 1 for ruin; 0 when all constraints hold.
   */
  public double violation(Metrics metrics) {
    double violation = metrics.ruined() ? 1 : 0;
    if (metrics.totalTrades() < minTrades) {
      violation += (minTrades - metrics.totalTrades()) / (double) minTrades;
    }
    if (maxDrawdown.isPresent()) {
      double limit = maxDrawdown.getAsDouble();
      violation += Math.max(0, (-metrics.maxDrawdownPct() / 100 - limit) / limit);
    }
    return violation;
  }
}
