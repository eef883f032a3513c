package dev.trainyard.backtest;

import dev.trainyard.market.Timeline;
import java.util.BitSet;
import java.util.List;

/**
 * The back-tests of several series as those of one account. Each series trades a part of the
 * capital of its own, so no part can lend to another; the equity is the sum of the parts.
 */
public final class JoinedBacktest {
  private final Timeline timeline;
  private final int from;
  private final int to;
  private final List<BacktestResult> parts;
  private final BacktestSettings settings;

  private JoinedBacktest(
      Timeline timeline, int from, int to, List<BacktestResult> parts, BacktestSettings settings) {
    this.timeline = timeline;
    this.from = from;
    this.to = to;
    this.parts = parts;
    this.settings = settings;
  }

  /**
   * Joins back-tests by {@link ExecutionModel#REALISTIC}. The bars of the result are places on the
   * timeline; at a place without a candle, a series keeps its equity and its position.
   *
   * @param timeline the times of the series
   * @param from first place, inclusive
   * @param to end, exclusive
   * @param parts one result for each series of the timeline, over its candles from {@code from} to
   *     {@code to}
   * @param settings settings of the account: its capital is the sum of those of the parts
   */
  public static BacktestResult of(
      Timeline timeline, int from, int to, List<BacktestResult> parts, BacktestSettings settings) {
    return new JoinedBacktest(timeline, from, to, List.copyOf(parts), settings).result();
  }

  private BacktestResult result() {
    EquityCurve curve = curve();
    TradeLog trades = trades();
    double[] changes = curve.changes();
    long[] time = timeline.time();
    Metrics metrics =
        RealisticMetrics.of(
            trades,
            curve,
            changes,
            ReturnMoments.of(changes, curve.bars(), time[from], time[to - 1]),
            counts(trades),
            settings);
    return new BacktestResult(time, from, settings, curve, trades, metrics);
  }

  /** Adds the equities up wherever one of them may change. */
  private EquityCurve curve() {
    int count = parts.size();
    EquityCurve[] curves = new EquityCurve[count];
    int[] next = new int[count];
    int[] nextPlace = new int[count];
    double[] equity = new double[count];
    for (int k = 0; k < count; k++) {
      curves[k] = parts.get(k).curve();
      nextPlace[k] = place(k, curves[k], 0);
      equity[k] = settings.capital() / count;
    }
    EquityCurve joined = new EquityCurve(to - from, settings);
    int place = least(nextPlace);
    while (place < to) {
      double sum = 0;
      for (int k = 0; k < count; k++) {
        if (nextPlace[k] == place) {
          equity[k] = curves[k].value(next[k]);
          next[k]++;
          nextPlace[k] = place(k, curves[k], next[k]);
        }
        sum += equity[k];
      }
      joined.add(place - from, sum);
      place = least(nextPlace);
    }
    return joined;
  }

  /** Returns the place of the k-th bar that a curve keeps, or the end after its last. */
  private int place(int series, EquityCurve curve, int k) {
    return k == curve.size()
        ? to
        : timeline.place(series, parts.get(series).from() + curve.offset(k));
  }

  private static int least(int[] values) {
    int least = values[0];
    for (int value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  /** Orders the trades by their exits, those of the same time by their series. */
  private TradeLog trades() {
    TradeLog joined = new TradeLog();
    int[] next = new int[parts.size()];
    int series = earliest(next);
    while (series >= 0) {
      TradeLog log = parts.get(series).log();
      int k = next[series]++;
      joined.add(
          timeline.place(series, log.entryBar(k)),
          timeline.place(series, log.exitBar(k)),
          timeline.place(series, log.lastBar(k)),
          log,
          k);
      series = earliest(next);
    }
    return joined;
  }

  /** Returns the series with the earliest of the next exits; −1 after the last trade of all. */
  private int earliest(int[] next) {
    int earliest = -1;
    int exit = Integer.MAX_VALUE;
    for (int k = 0; k < next.length; k++) {
      TradeLog log = parts.get(k).log();
      if (next[k] < log.size()) {
        int place = timeline.place(k, log.exitBar(next[k]));
        if (place < exit) {
          exit = place;
          earliest = k;
        }
      }
    }
    return earliest;
  }

  private RealisticMetrics.Counts counts(TradeLog trades) {
    BitSet exposed = new BitSet(to - from);
    for (int k = 0; k < trades.size(); k++) {
      exposed.set(
          trades.entryBar(k) - from, Math.max(trades.entryBar(k), trades.lastBar(k) + 1) - from);
    }
    int ambiguousBars = 0;
    int skippedEntries = 0;
    boolean ruined = true;
    for (BacktestResult part : parts) {
      ExecutionStatistics execution = part.metrics().execution();
      ambiguousBars += execution.ambiguousBars();
      skippedEntries += execution.skippedEntries();
      ruined &= execution.ruined();
    }
    return new RealisticMetrics.Counts(
        exposed.cardinality(), ambiguousBars, skippedEntries, ruined);
  }
}
