package dev.trainyard.backtest;

import java.util.Arrays;

/**
 * Equity at the close of each bar of a run. Only bars at which it may have changed are kept; on all
 * others it stands still, which with a position on few of the bars is most of them.
 */
final class EquityCurve {
  private final int bars;
  private final BacktestSettings settings;
  private int size;
  private int[] offsets = new int[256];
  private double[] values = new double[256];

  /**
   * @param bars number of bars of the run
   * @param settings give the equity before the first bar and the base of returns
   */
  EquityCurve(int bars, BacktestSettings settings) {
    this.bars = bars;
    this.settings = settings;
  }

  /** Sets the equity from a bar on; offsets count from the first bar of the run and increase. */
  void add(int offset, double equity) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    offsets[size] = offset;
    values[size] = equity;
    size++;
  }

  int bars() {
    return bars;
  }

  /** Number of bars kept. */
  int size() {
    return size;
  }

  /** Offset of the k-th bar kept. */
  int offset(int k) {
    return offsets[k];
  }

  /** Equity at the close of the last bar. */
  double last() {
    return size == 0 ? settings.capital() : values[size - 1];
  }

  /** Returns of the bars kept; that of every other bar is 0. */
  double[] changes() {
    double[] returns = new double[size];
    boolean compounding = settings.sizing() == Sizing.COMPOUNDING;
    double capital = settings.capital();
    double before = capital;
    for (int k = 0; k < size; k++) {
      // a short can lose more than everything in one bar: what follows has no base
      double base = compounding ? before : capital;
      returns[k] = base > 0 ? RoundedSum.difference(values[k], before) / base : 0;
      before = values[k];
    }
    return returns;
  }

  /** Drawdown over all bars. */
  Drawdown drawdown() {
    Drawdown drawdown = new Drawdown(settings.capital());
    double value = settings.capital();
    int next = 0;
    for (int k = 0; k < size; k++) {
      drawdown.add(value, offsets[k] - next);
      value = values[k];
      next = offsets[k];
    }
    drawdown.add(value, bars - next);
    return drawdown;
  }

  /** Equity of every bar. */
  double[] equity() {
    double[] equity = new double[bars];
    double value = settings.capital();
    int next = 0;
    for (int k = 0; k < size; k++) {
      Arrays.fill(equity, next, offsets[k], value);
      value = values[k];
      next = offsets[k];
    }
    Arrays.fill(equity, next, bars, value);
    return equity;
  }

  /** Return of every bar. */
  double[] returns() {
    double[] changes = changes();
    double[] returns = new double[bars];
    for (int k = 0; k < size; k++) {
      returns[offsets[k]] = changes[k];
    }
    return returns;
  }
}
