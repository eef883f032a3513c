package dev.trainyard.backtest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The metrics of a back-test. Under {@code realistic} no figure is NaN or infinite; under {@code
 * close-fill} the Sortino ratio can be infinite, and {@link #toMap} gives null for it.
 *
 * @param netProfitPct net profit in percent of the initial capital
 * @param sharpeRatio annualised; 0 with fewer than two trades or without deviation
 * @param sortinoRatio annualised, within ±100
 * @param calmarRatio net profit over the deepest drawdown, both in percent, within ±100
 * @param maxDrawdownPct deepest fall from a peak of equity, in percent, 0 or negative
 * @param avgDrawdownPct mean over the points below a peak, in percent, 0 or negative
 * @param trades statistics of the closed trades
 * @param execution exposure, costs, and statistics of the fills
 * @param returns moments of the returns per bar
 */
public record Metrics(
    double netProfitPct,
    double sharpeRatio,
    double sortinoRatio,
    double calmarRatio,
    double maxDrawdownPct,
    double avgDrawdownPct,
    TradeStatistics trades,
    ExecutionStatistics execution,
    ReturnMoments returns) {

  /** Bound of ratios whose denominator can vanish. */
  public static final double RATIO_CAP = 100;

  /** Returns the number of closed trades. */
  public int totalTrades() {
    return trades.totalTrades();
  }

  /**
   * Returns the {@link #sharpeRatio}, or empty where it is 0 by definition: with fewer than two
   * trades, and without deviation.
   */
  public OptionalDouble sharpeRatioIfAny() {
    return totalTrades() < 2 || returns.std() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sharpeRatio);
  }

  /** Returns the net profit as a fraction of the initial capital. */
  public double netProfit() {
    return netProfitPct / 100;
  }

  /** Returns whether equity fell to 1 % of the capital. */
  public boolean ruined() {
    return execution.ruined();
  }

  /** Returns all figures by their snake_case names, in a fixed order; a non-finite one is null. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "net_profit_pct", netProfitPct);
    put(map, "gross_win_rate", trades.grossWinRate());
    put(map, "profit_factor", trades.profitFactor());
    put(map, "sharpe_ratio", sharpeRatio);
    put(map, "sortino_ratio", sortinoRatio);
    put(map, "calmar_ratio", calmarRatio);
    put(map, "max_drawdown_pct", maxDrawdownPct);
    put(map, "avg_drawdown_pct", avgDrawdownPct);
    map.put("total_trades", trades.totalTrades());
    map.put("winning_trades", trades.winningTrades());
    map.put("losing_trades", trades.losingTrades());
    put(map, "avg_win_pct", trades.avgWinPct());
    put(map, "avg_loss_pct", trades.avgLossPct());
    put(map, "largest_win_pct", trades.largestWinPct());
    put(map, "largest_loss_pct", trades.largestLossPct());
    put(map, "avg_holding_periods", trades.avgHoldingPeriods());
    put(map, "expectancy", trades.expectancy());
    put(map, "exposure", execution.exposure());
    put(map, "turnover", execution.turnover());
    put(map, "cost_share", execution.costShare());
    put(map, "break_even_cost", execution.breakEvenCost());
    map.put("ambiguous_bars", execution.ambiguousBars());
    map.put("skipped_entries", execution.skippedEntries());
    map.put("ruined", execution.ruined());
    map.put("bars", returns.bars());
    put(map, "bars_per_year", returns.barsPerYear());
    put(map, "mean_bar_return", returns.mean());
    put(map, "std_bar_return", returns.std());
    put(map, "bar_sharpe", returns.sharpe());
    put(map, "bar_skewness", returns.skewness());
    put(map, "bar_kurtosis", returns.kurtosis());
    return map;
  }

  /**
   * Reads what {@link #toMap} returns, for metrics that were stored as JSON. A null figure becomes
   * positive infinity, the only non-finite value that a back-test yields.
   *
   * @throws IllegalArgumentException when a figure is missing
   */
  public static Metrics fromMap(Map<String, ?> map) {
    return new Metrics(
        number(map, "net_profit_pct"),
        number(map, "sharpe_ratio"),
        number(map, "sortino_ratio"),
        number(map, "calmar_ratio"),
        number(map, "max_drawdown_pct"),
        number(map, "avg_drawdown_pct"),
        new TradeStatistics(
            (int) number(map, "total_trades"),
            (int) number(map, "winning_trades"),
            (int) number(map, "losing_trades"),
            number(map, "gross_win_rate"),
            number(map, "profit_factor"),
            number(map, "avg_win_pct"),
            number(map, "avg_loss_pct"),
            number(map, "largest_win_pct"),
            number(map, "largest_loss_pct"),
            number(map, "avg_holding_periods"),
            number(map, "expectancy")),
        new ExecutionStatistics(
            number(map, "exposure"),
            number(map, "turnover"),
            number(map, "cost_share"),
            number(map, "break_even_cost"),
            (int) number(map, "ambiguous_bars"),
            (int) number(map, "skipped_entries"),
            Boolean.TRUE.equals(map.get("ruined"))),
        new ReturnMoments(
            (int) number(map, "bars"),
            number(map, "bars_per_year"),
            number(map, "mean_bar_return"),
            number(map, "std_bar_return"),
            number(map, "bar_skewness"),
            number(map, "bar_kurtosis")));
  }

  private static void put(Map<String, Object> map, String name, double value) {
    map.put(name, Double.isFinite(value) ? (Object) value : null);
  }

  private static double number(Map<String, ?> map, String name) {
    if (!map.containsKey(name)) {
      throw new IllegalArgumentException("no metric " + name);
    }
    return map.get(name) instanceof Number number ? number.doubleValue() : Double.POSITIVE_INFINITY;
  }
}
