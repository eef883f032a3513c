package dev.trainyard.backtest;

/**
 * Metrics of the {@link ExecutionModel#REALISTIC} model: computed from equity and returns per bar.
 */
final class RealisticMetrics {
  private RealisticMetrics() {}

  /** The counts of a run. */
  record Counts(int exposedBars, int ambiguousBars, int skippedEntries, boolean ruined) {}

  static Metrics of(
      TradeLog log,
      EquityCurve curve,
      double[] changes,
      ReturnMoments moments,
      Counts counts,
      BacktestSettings settings) {
    double capital = settings.capital();
    Drawdown drawdown = curve.drawdown();
    TradeTotals totals = TradeTotals.of(log);
    double netPct = RoundedSum.difference(curve.last(), capital) / capital * 100;
    boolean judged = log.size() >= 2;
    return new Metrics(
        netPct,
        judged ? moments.annualSharpe() : 0,
        judged
            ? cappedRatio(
                moments.mean() * Math.sqrt(moments.barsPerYear()),
                downsideDeviation(changes, curve.bars()))
            : 0,
        cappedRatio(netPct, -drawdown.maxPct()),
        drawdown.maxPct(),
        drawdown.avgPct(),
        totals.statistics(cappedRatio(totals.profit(), totals.loss())),
        new ExecutionStatistics(
            (double) counts.exposedBars() / curve.bars(),
            totals.notional() / capital,
            totals.profitBeforeCosts() > 0
                ? cappedRatio(totals.costs(), totals.profitBeforeCosts())
                : 0,
            totals.breakEvenCost(),
            counts.ambiguousBars(),
            counts.skippedEntries(),
            counts.ruined()),
        moments);
  }

  /**
   * Computes the root of the mean squared negative return over all bars (Sortino and Price, 1994).
   */
  private static double downsideDeviation(double[] changes, int bars) {
    double sum = 0;
    for (double r : changes) {
      // the branch cannot be predicted: half of the bars of a position lose
      double loss = Math.min(r, 0);
      sum += loss * loss;
    }
    return Math.sqrt(sum / bars);
  }

  /**
   * Returns the quotient within ±{@link Metrics#RATIO_CAP}; for a zero divisor, the cap with the
   * sign of {@code x}.
   */
  private static double cappedRatio(double x, double y) {
    if (y > 0) {
      return Math.max(-Metrics.RATIO_CAP, Math.min(Metrics.RATIO_CAP, x / y));
    }
    return Math.signum(x) * Metrics.RATIO_CAP;
  }
}
