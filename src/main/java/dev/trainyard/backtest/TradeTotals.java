package dev.trainyard.backtest;

/** Sums over a trade log in order. */
final class TradeTotals {
  private int trades;
  private int winners;
  private int losers;
  private double pnl;
  private double profit;
  private double loss;
  private double costs;
  private double profitBeforeCosts;
  private double notional;
  private double pctSum;
  private double winPctSum;
  private double lossPctSum;
  private double largestWinPct;
  private double largestLossPct;
  private long holdingBars;

  private TradeTotals() {}

  static TradeTotals of(TradeLog log) {
    TradeTotals totals = new TradeTotals();
    for (int k = 0; k < log.size(); k++) {
      totals.add(log, k);
    }
    return totals;
  }

  private void add(TradeLog log, int k) {
    double money = log.pnl(k);
    double pct = log.pnlPct(k) * 100;
    trades++;
    pnl += money;
    costs += log.costs(k);
    double fills = log.notional(k) + log.exitNotional(k);
    profitBeforeCosts += Math.max(0, RoundedSum.of(money + log.costs(k), fills));
    notional += fills;
    holdingBars += log.holdingBars(k);
    pctSum += pct;
    if (pct > 0) {
      winners++;
      profit += money;
      winPctSum += pct;
      largestWinPct = Math.max(largestWinPct, pct);
    } else if (pct < 0) {
      losers++;
      loss -= money;
      lossPctSum += pct;
      largestLossPct = Math.min(largestLossPct, pct);
    }
  }

  /** Returns the sum of all results in money. */
  double pnl() {
    return pnl;
  }

  /** Returns the sum of the winners in money. */
  double profit() {
    return profit;
  }

  /** Returns the sum of the losers in money, positive. */
  double loss() {
    return loss;
  }

  /** Returns the fees, slippage and funding in money. */
  double costs() {
    return costs;
  }

  /**
   * Returns the sum of all results without costs over the notional of all fills; 0 without trades.
   */
  double breakEvenCost() {
    return notional > 0 ? RoundedSum.of(pnl + costs, notional) / notional : 0;
  }

  /** Returns the sum of the positive results without costs, in money. */
  double profitBeforeCosts() {
    return profitBeforeCosts;
  }

  /** Returns the notional of all fills in money. */
  double notional() {
    return notional;
  }

  TradeStatistics statistics(double profitFactor) {
    return new TradeStatistics(
        trades,
        winners,
        losers,
        trades == 0 ? 0 : (double) winners / trades,
        profitFactor,
        winners == 0 ? 0 : winPctSum / winners,
        losers == 0 ? 0 : lossPctSum / losers,
        largestWinPct,
        largestLossPct,
        trades == 0 ? 0 : (double) holdingBars / trades,
        trades == 0 ? 0 : pctSum / trades);
  }
}
