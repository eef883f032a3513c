package dev.trainyard.backtest;

import java.util.Arrays;

/**
 * The equity at the close of each bar of a run. Only bars at which equity may have changed are
 * stored; in a run with few open positions most bars are not.
 */
final class EquityCurve {
  private final int bars;
  private final BacktestSettings settings;
  private int size;
  private int[] offsets = new int[256];
  private double[] values = new double[256];

  /**
   * @param bars number of bars of the run
   * @param settings contain the equity before the first bar and the base of returns
   */
  EquityCurve(int bars, BacktestSettings settings) {
    this.bars = bars;
    this.settings = settings;
  }

  /**
   * Sets the equity from a bar on; offsets count from the first bar of the run and must increase.
   */
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

  /** Returns the number of bars kept. */
  int size() {
    return size;
  }

  /** Returns the offset of the k-th bar kept. */
  int offset(int k) {
    return offsets[k];
  }

  /** Returns the equity at the close of the k-th bar kept. */
  double value(int k) {
    return values[k];
  }

  /** Returns the equity at the close of the last bar. */
  double last() {
    return size == 0 ? settings.capital() : values[size - 1];
  }

  /** Returns the returns of the bars kept; every other bar has a return of 0. */
  double[] changes() {
    double[] returns = new double[size];
    boolean compounding = settings.sizing() == Sizing.COMPOUNDING;
    double capital = settings.capital();
    double before = capital;
    for (int k = 0; k < size; k++) {
      // a short can lose more than everything in one bar: later returns have no base
      double base = compounding ? before : capital;
      returns[k] = base > 0 ? RoundedSum.difference(values[k], before) / base : 0;
      before = values[k];
    }
    return returns;
  }

  /** Returns the drawdown over all bars. */
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

  /** Returns the equity of every bar. */
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

  /** Returns the return of every bar. */
  double[] returns() {
    double[] changes = changes();
    double[] returns = new double[bars];
    for (int k = 0; k < size; k++) {
      returns[offsets[k]] = changes[k];
    }
    return returns;
  }
}
