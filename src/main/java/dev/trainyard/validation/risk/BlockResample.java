package dev.trainyard.validation.risk;

import dev.trainyard.backtest.RoundedSum;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.optimize.RandomStream;

/**
 * Resamples a series of returns from blocks of itself. The series is circular, so that each bar is
 * drawn as often as any other.
 *
 * <p>Only a block that could deepen the drawdown is processed bar by bar. For all other blocks,
 * which are most, the sum, the highest and the lowest point suffice.
 */
final class BlockResample {
  /** Equity at which a back-test ends, as a share of the capital. */
  private static final double RUIN = 0.01;

  /** Lower bound of a factor, since a return of −100 % or less has no logarithm. */
  private static final double LOWEST_FACTOR = 1e-9;

  private final int bars;
  private final int block;
  private final boolean compounding;

  private final double[] returns;

  /** Sums of the returns, and of their squares, before each bar, twice round the circle. */
  private final double[] sums;

  private final double[] sumsOfSquares;

  /** Change of equity from the start of a block to its end, its lowest and its highest point. */
  private final double[] change;

  private final double[] low;
  private final double[] high;

  private double sum;
  private double squares;
  private double equity;
  private double peak;

  /** Lowest ratio of equity to the peak before it. */
  private double lowest;

  /**
   * Prepares the blocks.
   *
   * @param series returns per bar, of the capital or, when compounding, of the equity before; never
   *     modified
   * @param block bars of a block, no more than the series has
   */
  BlockResample(double[] series, int block, Sizing sizing) {
    this.bars = series.length;
    this.block = block;
    this.compounding = sizing == Sizing.COMPOUNDING;
    returns = series;
    sums = new double[2 * bars + 1];
    sumsOfSquares = new double[2 * bars + 1];
    double[] path = compounding ? new double[2 * bars + 1] : sums;
    for (int k = 0; k < 2 * bars; k++) {
      double r = returnAt(k);
      sums[k + 1] = sums[k] + r;
      sumsOfSquares[k + 1] = sumsOfSquares[k] + r * r;
      if (compounding) {
        path[k + 1] = path[k] + log(r);
      }
    }
    change = new double[bars];
    low = SlidingExtremes.lowest(path, block, bars);
    high = SlidingExtremes.highest(path, block, bars);
    for (int k = 0; k < bars; k++) {
      change[k] = change(path[k + block] - path[k]);
      low[k] = change(low[k] - path[k]);
      high[k] = change(high[k] - path[k]);
    }
  }

  private double returnAt(int bar) {
    return returns[bar < bars ? bar : bar - bars];
  }

  private static double log(double r) {
    return StrictMath.log(Math.max(LOWEST_FACTOR, 1 + r));
  }

  private double change(double distance) {
    return compounding ? StrictMath.exp(distance) : distance;
  }

  /** Draws the next resample. */
  void draw(RandomStream.Draws draws) {
    sum = 0;
    squares = 0;
    equity = 1;
    peak = 1;
    lowest = 1;
    for (int done = 0; done < bars; done += block) {
      int start = draws.nextInt(bars);
      int end = start + Math.min(block, bars - done);
      sum += sums[end] - sums[start];
      squares += sumsOfSquares[end] - sumsOfSquares[start];
      if (end - start < block || mayDeepen(start)) {
        trade(start, end);
        if (equity <= RUIN) {
          return;
        }
      } else {
        peak = Math.max(peak, after(high[start]));
        equity = after(change[start]);
      }
    }
  }

  private double after(double step) {
    return compounding ? equity * step : equity + step;
  }

  private boolean mayDeepen(int start) {
    double deepest = after(low[start]);
    return deepest < lowest * Math.max(peak, after(high[start])) || deepest <= RUIN;
  }

  /** Trades a range of bars; after ruin nothing is traded. */
  private void trade(int from, int to) {
    for (int k = from; k < to && equity > RUIN; k++) {
      double r = returnAt(k);
      equity += compounding ? equity * r : r;
      peak = Math.max(peak, equity);
      lowest = Math.min(lowest, equity / peak);
    }
  }

  /** Returns the Sharpe ratio per bar of the resample; 0 without deviation. */
  double sharpe() {
    double mean = sum / bars;
    double variance = RoundedSum.difference(squares, sum * mean) / (bars - 1);
    return variance > 0 ? mean / StrictMath.sqrt(variance) : 0;
  }

  /** Returns the equity at the end as a multiple of the capital. */
  double equity() {
    return equity;
  }

  /** Returns the deepest fall from a peak as a fraction of it, 0 or negative. */
  double drawdown() {
    return RoundedSum.difference(lowest, 1);
  }
}
