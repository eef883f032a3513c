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
 * The bounds of a back-test's figures over other stretches of the same market: 95 % percentile
 * intervals by the circular block bootstrap of D. N. Politis and J. P. Romano, "A circular
 * block-resampling procedure for stationary data", 1992. Blocks keep positions whole, and keep the
 * dependence of a bar on earlier bars.
 *
 * @param blockBars bars of a block
 * @param blocks blocks of a resample, of which the last is cut to fit
 * @param starts number of different blocks to draw from
 * @param sharpeRatio annualised
 * @param netProfitPct net profit in percent of the capital
 * @param maxDrawdownPct maximum drawdown in percent of the peak, 0 or negative
 */
public record Bootstrap(
    int blockBars,
    int blocks,
    int starts,
    Interval sharpeRatio,
    Interval netProfitPct,
    Interval maxDrawdownPct) {

  /**
   * The interval that contains 95 % of the resamples.
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

  /** With fewer blocks, resamples are much the same blocks in another order, and too similar. */
  private static final int MIN_BLOCKS = 10;

  /** With fewer different blocks there is no bound that one in twenty exceeds. */
  private static final int MIN_STARTS = 20;

  /**
   * Resamples a back-test.
   *
   * @param result result of the back-test
   * @param longest longest holding time of a position in bars: no block is shorter
   * @param sizing whether returns are of the capital or of the equity before
   * @param random chooses the blocks
   * @return the intervals, or empty with fewer than 10 trades, 10 blocks or 20 different blocks
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

  /** Returns the JSON shape: each interval as {@code [low, high]}, then the blocks. */
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
