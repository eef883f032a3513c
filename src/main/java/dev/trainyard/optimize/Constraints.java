package dev.trainyard.optimize;

import dev.trainyard.backtest.Metrics;
import java.util.OptionalDouble;

/**
 * What makes a trial feasible. Ruin never is.
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

  /** Only a number of trades. */
  public static Constraints minTrades(int minTrades) {
    return new Constraints(minTrades, OptionalDouble.empty());
  }

  /** The same with another number of trades. */
  public Constraints withMinTrades(int other) {
    return new Constraints(other, maxDrawdown);
  }

  /**
   * By how much a back-test misses the constraints: the sum of the shares of each limit by which it
   * is missed, plus 1 for ruin; 0 when all hold.
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
