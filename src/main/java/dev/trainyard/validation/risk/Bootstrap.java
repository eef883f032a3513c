package dev.trainyard.validation.risk;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.text.Json;
import dev.trainyard.validation.robustness.Rotations;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Between what bounds the figures of a back-test would lie had other stretches of the same market
 * come: 95 % percentile intervals by the circular block bootstrap of D. N. Politis and J. P.
 * Romano, "A circular block-resampling procedure for stationary data", 1992. Blocks keep positions
 * whole and what one bar owes to the bars before it.
 *
 * @param blockBars bars of a block
 * @param blocks blocks of a resample, the last one cut to its length
 * @param starts different blocks that each of them is drawn from
 * @param sharpeRatio annualised
 * @param netProfitPct in percent of the capital
 * @param maxDrawdownPct in percent of the peak, 0 or negative
 */
public record Bootstrap(
    int blockBars,
    int blocks,
    int starts,
    Interval sharpeRatio,
    Interval netProfitPct,
    Interval maxDrawdownPct) {

  /**
   * Where 95 % of the resamples lie.
   *
   * @param low 2.5 % percentile
   * @param high 97.5 % percentile
   */
  public record Interval(double low, double high) {

    private static Interval of(double[] values) {
      Arrays.sort(values);
      int rank = (int) (TAIL * (values.length + 1));
      return new Interval(values[rank - 1], values[values.length - rank]);
    }

    private List<Double> toList() {
      return Arrays.asList(Json.number(low), Json.number(high));
    }
  }

  private static final int RESAMPLES = 1000;
  private static final double TAIL = 0.025;
  private static final int MIN_TRADES = 10;

  /** With fewer, resamples are much the same blocks in another order, and too alike. */
  private static final int MIN_BLOCKS = 10;

  /** With fewer different blocks no bound is beyond which one in twenty would lie. */
  private static final int MIN_STARTS = 20;

  /**
   * Resamples a back-test.
   *
   * @param result its outcome
   * @param longest bars that a position is held at most: no block is shorter
   * @param sizing whether returns are of the capital or of the equity before
   * @param random chooses the blocks
   * @return empty with fewer than 10 trades or 10 blocks, or fewer than 20 that differ
   */
  static Optional<Bootstrap> of(
      BacktestResult result, int longest, Sizing sizing, RandomStream random) {
    return result.metrics().totalTrades() < MIN_TRADES
        ? Optional.empty()
        : of(result.returns(), result.metrics().returns().barsPerYear(), longest, sizing, random);
  }

  static Optional<Bootstrap> of(
      double[] returns, double barsPerYear, int longest, Sizing sizing, RandomStream random) {
    int bars = returns.length;
    int block = Math.max(longest, (int) Math.ceil(StrictMath.cbrt(bars)));
    int starts = Rotations.distinct(returns);
    if (bars < (long) block * MIN_BLOCKS || starts < MIN_STARTS) {
      return Optional.empty();
    }
    BlockResample resample = new BlockResample(returns, block, sizing);
    double[] sharpe = new double[RESAMPLES];
    double[] profit = new double[RESAMPLES];
    double[] drawdown = new double[RESAMPLES];
    for (int k = 0; k < RESAMPLES; k++) {
      resample.draw(random.draws(k, 0));
      sharpe[k] = resample.sharpe() * StrictMath.sqrt(barsPerYear);
      profit[k] = (resample.equity() - 1) * 100;
      drawdown[k] = resample.drawdown() * 100;
    }
    return Optional.of(
        new Bootstrap(
            block,
            (bars + block - 1) / block,
            starts,
            Interval.of(sharpe),
            Interval.of(profit),
            Interval.of(drawdown)));
  }

  /** JSON shape: each as {@code [low, high]}, then of what they were made. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sharpe_ratio", sharpeRatio.toList());
    map.put("net_profit_pct", netProfitPct.toList());
    map.put("max_drawdown_pct", maxDrawdownPct.toList());
    map.put("resamples", RESAMPLES);
    map.put("blocks", blocks);
    map.put("block_candles", blockBars);
    map.put("distinct_blocks", starts);
    return map;
  }
}
