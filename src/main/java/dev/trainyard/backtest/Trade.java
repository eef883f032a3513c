package dev.trainyard.backtest;

import dev.trainyard.strategy.Side;
import java.util.OptionalDouble;

/**
 * A closed position.
 *
 * @param entryBar index of the bar of the entry
 * @param exitBar index of the bar of the exit
 * @param side direction
 * @param entryPrice fill of the entry, slippage included
 * @param exitPrice fill of the exit, slippage included
 * @param size notional at the entry, in money
 * @param pnl profit or loss in money, all costs included
 * @param pnlPct {@code pnl / size}: a fraction, 0.01 is 1 %
 * @param reason why it was closed
 * @param stopPrice protective stop, as signalled
 * @param targetPrice profit target, as signalled; not finite when there is none
 * @param costs fees, slippage and funding of the trade in money
 */
public record Trade(
    int entryBar,
    int exitBar,
    Side side,
    double entryPrice,
    double exitPrice,
    double size,
    double pnl,
    double pnlPct,
    ExitReason reason,
    double stopPrice,
    double targetPrice,
    double costs) {

  /** Returns the number of bars from entry to exit. */
  public int holdingBars() {
    return exitBar - entryBar;
  }

  /**
   * Returns the result as a multiple of the money at risk between entry and stop (Tharp's R
   * multiple); empty when nothing was at risk.
   */
  public OptionalDouble riskMultiple() {
    double risk = size * Math.abs(RoundedSum.difference(entryPrice, stopPrice)) / entryPrice;
    return risk > 0 ? OptionalDouble.of(pnl / risk) : OptionalDouble.empty();
  }
}
