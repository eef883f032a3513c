package dev.trainyard.backtest;

import java.util.List;

/** The outcome of one back-test. Its metrics are computed at once, everything else on demand. */
public final class BacktestResult {
  private final long[] time;
  private final int from;
  private final BacktestSettings settings;
  private final EquityCurve curve;
  private final TradeLog trades;
  private final Metrics metrics;

  BacktestResult(
      long[] time,
      int from,
      BacktestSettings settings,
      EquityCurve curve,
      TradeLog trades,
      Metrics metrics) {
    this.time = time;
    this.from = from;
    this.settings = settings;
    this.curve = curve;
    this.trades = trades;
    this.metrics = metrics;
  }

  EquityCurve curve() {
    return curve;
  }

  TradeLog log() {
    return trades;
  }

  /** Returns the metrics of the run. */
  public Metrics metrics() {
    return metrics;
  }

  /**
   * Returns the open times of all candles that bars refer to, those outside the run included.
   * Callers must not modify the array.
   */
  public long[] times() {
    return time;
  }

  /** Returns the first bar of the run, inclusive. */
  public int from() {
    return from;
  }

  /** Returns the end of the run, exclusive. */
  public int to() {
    return from + curve.bars();
  }

  /** Returns the closed trades in order of their exits. */
  public List<Trade> trades() {
    return trades.toList();
  }

  /**
   * Returns the equity at the close of each bar, in money; element 0 belongs to bar {@link #from}.
   * {@code realistic} marks an open position to market, {@code close-fill} counts closed trades
   * only.
   */
  public double[] equity() {
    return curve.equity();
  }

  /**
   * Returns the return of each bar as a fraction of the capital with fixed sizing, or of the equity
   * before the bar with compounding. Callers must not modify the array.
   */
  public double[] returns() {
    return curve.returns();
  }

  /** Sums the returns into 256 buckets of equal time. */
  public ReturnBuckets returnBuckets() {
    return ReturnBuckets.of(time, from, curve, settings.candleMillis());
  }

  /**
   * Returns the signed size of the position over each bar as a multiple of the capital; element 0
   * belongs to bar {@link #from}. A bar counts when the position is open during part of it.
   * Excluded are the bar at whose open an opposite signal or a gap closes the position, and ({@code
   * close-fill}) the bar at whose close it was opened. Positions in several series add up.
   */
  public double[] positions() {
    boolean entersAtClose = settings.executionModel() == ExecutionModel.CLOSE_FILL;
    double[] positions = new double[curve.bars()];
    for (int k = 0; k < trades.size(); k++) {
      int first = entersAtClose ? trades.entryBar(k) + 1 : trades.entryBar(k);
      int last = trades.lastBar(k);
      double position = trades.side(k).sign() * trades.notional(k) / settings.capital();
      for (int bar = first; bar <= last; bar++) {
        positions[bar - from] += position;
      }
    }
    return positions;
  }
}
