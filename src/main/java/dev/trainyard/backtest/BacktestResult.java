package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import java.util.List;

/** Outcome of one back-test. The metrics are there at once; the rest is derived on demand. */
public final class BacktestResult {
  private final Candles candles;
  private final int from;
  private final BacktestSettings settings;
  private final EquityCurve curve;
  private final TradeLog trades;
  private final Metrics metrics;

  BacktestResult(
      Candles candles,
      int from,
      BacktestSettings settings,
      EquityCurve curve,
      TradeLog trades,
      Metrics metrics) {
    this.candles = candles;
    this.from = from;
    this.settings = settings;
    this.curve = curve;
    this.trades = trades;
    this.metrics = metrics;
  }

  /** What the run is judged by. */
  public Metrics metrics() {
    return metrics;
  }

  /** First bar of the run, inclusive. */
  public int from() {
    return from;
  }

  /** End of the run, exclusive. */
  public int to() {
    return from + curve.bars();
  }

  /** The closed trades in order of their exits. */
  public List<Trade> trades() {
    return trades.toList();
  }

  /**
   * Equity at the close of each bar, in money; element 0 belongs to bar {@link #from}. {@code
   * realistic} marks an open position to market, {@code close-fill} counts closed trades only.
   */
  public double[] equity() {
    return curve.equity();
  }

  /**
   * Return of each bar as a fraction: of the capital with fixed sizing, of the equity before it
   * with compounding. Not to be written to.
   */
  public double[] returns() {
    return curve.returns();
  }

  /** The returns in 256 buckets of equal time. */
  public ReturnBuckets returnBuckets() {
    return ReturnBuckets.of(candles.time(), from, curve, settings.candleMillis());
  }

  /**
   * Signed size of the position over each bar as a multiple of the capital; element 0 belongs to
   * bar {@link #from}. A bar counts when the position is open over some of it: not the bar at whose
   * open an opposite signal or a gap closes it, nor ({@code close-fill}) the one at whose close it
   * was opened.
   */
  public double[] positions() {
    boolean entersAtClose = settings.executionModel() == ExecutionModel.CLOSE_FILL;
    double[] positions = new double[curve.bars()];
    for (int k = 0; k < trades.size(); k++) {
      int first = entersAtClose ? trades.entryBar(k) + 1 : trades.entryBar(k);
      int last = trades.lastBar(k);
      double position = trades.side(k).sign() * trades.notional(k) / settings.capital();
      for (int bar = first; bar <= last; bar++) {
        positions[bar - from] = position;
      }
    }
    return positions;
  }
}
