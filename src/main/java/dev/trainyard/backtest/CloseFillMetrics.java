package dev.trainyard.backtest;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Metrics of the {@link ExecutionModel#CLOSE_FILL} model: computed from the results of trades, with
 * the rounding of the replaced system.
 */
final class CloseFillMetrics {
  private static final double PERIODS_PER_YEAR = 252;
  private static final double DEVIATION_WITHOUT_LOSSES = 0.001;

  private CloseFillMetrics() {}

  static Metrics of(
      TradeLog log, ReturnMoments moments, int exposedBars, BacktestSettings settings) {
    int n = log.size();
    double capital = settings.capital();
    double[] results = new double[n];
    Drawdown drawdown = new Drawdown(capital);
    double money = capital;
    double winSum = 0;
    double lossSum = 0;
    int losers = 0;
    for (int k = 0; k < n; k++) {
      results[k] = log.pnlPct(k);
      money += log.pnl(k);
      drawdown.add(money, 1);
      if (results[k] > 0) {
        winSum += results[k];
      } else if (results[k] < 0) {
        lossSum -= results[k];
        losers++;
      }
    }
    double[] losses = new double[losers];
    int at = 0;
    for (double result : results) {
      if (result < 0) {
        losses[at++] = result;
      }
    }
    TradeTotals totals = TradeTotals.of(log);
    double netPct = totals.pnl() / capital * 100;
    double mean = mean(results);
    double annual = Math.sqrt(PERIODS_PER_YEAR);
    double deviation = populationStd(results);
    double downside = losers == 0 ? DEVIATION_WITHOUT_LOSSES : populationStd(losses);
    double sharpe = n < 2 || deviation == 0 ? 0 : mean / deviation * annual;
    double sortino =
        n < 2 ? 0 : downside == 0 ? Double.POSITIVE_INFINITY : mean / downside * annual;
    double calmar = drawdown.maxPct() == 0 ? 0 : netPct / -drawdown.maxPct();
    return new Metrics(
        rounded(netPct),
        rounded(sharpe),
        rounded(sortino),
        rounded(calmar),
        rounded(drawdown.maxPct()),
        rounded(drawdown.avgPct()),
        rounded(totals.statistics(lossSum == 0 ? 0 : winSum / lossSum)),
        new ExecutionStatistics(
            moments.bars() == 0 ? 0 : (double) exposedBars / moments.bars(),
            totals.notional() / capital,
            totals.profitBeforeCosts() > 0
                ? Math.min(Metrics.RATIO_CAP, totals.costs() / totals.profitBeforeCosts())
                : 0,
            totals.breakEvenCost(),
            0,
            0,
            false),
        moments);
  }

  private static TradeStatistics rounded(TradeStatistics s) {
    return new TradeStatistics(
        s.totalTrades(),
        s.winningTrades(),
        s.losingTrades(),
        rounded(s.grossWinRate(), 4),
        rounded(s.profitFactor()),
        rounded(s.avgWinPct()),
        rounded(s.avgLossPct()),
        rounded(s.largestWinPct()),
        rounded(s.largestLossPct()),
        rounded(s.avgHoldingPeriods(), 1),
        rounded(s.expectancy()));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? 0 : sum / values.length;
  }

  private static double populationStd(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return values.length == 0 ? 0 : Math.sqrt(sum / values.length);
  }

  private static double rounded(double value) {
    return rounded(value, 2);
  }

  /** Rounds half-even on the exact binary value, as Python's {@code round} does. */
  private static double rounded(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue()
        : value;
  }
}
