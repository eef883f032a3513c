package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Signals;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * The benchmark of luck: the trades of a strategy with the same sides, stop and target distances
 * and costs, but entered at random bars of the same range. No two runs enter the same trades at the
 * same bars.
 */
public final class RandomEntry {
  private static final double CAPITAL_PCT = 100;

  private final Backtester backtester;

  /** Creates the benchmark. */
  public RandomEntry(Backtester backtester) {
    this.backtester = backtester;
  }

  /**
   * Net profits of random runs.
   *
   * @param ascendingNetProfitPct net profit of each run in percent of the capital, ascending
   */
  @SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
  public record Distribution(double[] ascendingNetProfitPct) {

    /** Returns the median of the runs; 0 without any. */
    public double median() {
      int n = ascendingNetProfitPct.length;
      return n == 0 ? 0 : (ascendingNetProfitPct[(n - 1) / 2] + ascendingNetProfitPct[n / 2]) / 2;
    }

    /** Returns the share of the runs with less net profit than {@code netProfitPct}, 0..1. */
    public double shareBelow(double netProfitPct) {
      int below = 0;
      for (double value : ascendingNetProfitPct) {
        if (RoundedSum.of(value - netProfitPct, CAPITAL_PCT) < 0) {
          below++;
        }
      }
      return ascendingNetProfitPct.length == 0 ? 0 : (double) below / ascendingNetProfitPct.length;
    }
  }

  /**
   * Runs the benchmark.
   *
   * @param candles candles of the strategy's run
   * @param signals the strategy's signals
   * @param result the range and trades that resulted
   * @param maxHolding as in the strategy's run
   * @param settings as in the strategy's run
   * @param runs number of random runs, or fewer when there are not so many different ones
   * @param seed the same seed gives the same runs, on any machine
   */
  public Distribution run(
      Candles candles,
      Signals signals,
      BacktestResult result,
      int maxHolding,
      BacktestSettings settings,
      int runs,
      long seed) {
    Signals opening = opening(signals, result, settings);
    // a signal of the last two bars has no bar left to be entered at
    int to = settings.executionModel() == ExecutionModel.REALISTIC ? result.to() - 2 : result.to();
    Random random = new Random(seed);
    double[] profits = new double[differentRuns(opening.size(), to - result.from(), runs)];
    Set<Long> seen = new HashSet<>();
    while (seen.size() < profits.length) {
      Placement placement = new Placement(opening.size(), result.from(), to, random);
      if (seen.add(placement.fingerprint())) {
        Signals moved = placement.moved(candles, opening);
        profits[seen.size() - 1] =
            backtester
                .run(candles, result.from(), result.to(), moved, maxHolding, settings)
                .metrics()
                .netProfitPct();
      }
    }
    Arrays.sort(profits);
    return new Distribution(profits);
  }

  /** Counts the ways to place trades at different bars, up to {@code most}. */
  private static int differentRuns(int trades, int bars, int most) {
    if (trades == 0) {
      return 0;
    }
    long ways = 1;
    for (int k = 0; k < trades && ways < most; k++) {
      ways *= bars - k;
    }
    return (int) Math.min(ways, most);
  }

  /** Returns the signals that opened a trade. */
  private static Signals opening(
      Signals signals, BacktestResult result, BacktestSettings settings) {
    int delay = settings.executionModel() == ExecutionModel.REALISTIC ? 1 : 0;
    Set<Integer> bars = new HashSet<>();
    for (Trade trade : result.trades()) {
      bars.add(trade.entryBar() - delay);
    }
    Signals opening = new Signals();
    for (int k = 0; k < signals.size(); k++) {
      if (bars.contains(signals.bar(k))) {
        opening.add(
            signals.bar(k), signals.side(k), signals.stop(k), signals.target(k), signals.trail(k));
      }
    }
    return opening;
  }

  /** An assignment of trades to bars. */
  private static final class Placement {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final int[] bars;

    /** The trade of each bar. */
    private final int[] order;

    Placement(int trades, int from, int to, Random random) {
      bars = random.ints(from, to).distinct().limit(trades).sorted().toArray();
      order = new int[trades];
      for (int k = 0; k < trades; k++) {
        int other = random.nextInt(k + 1);
        order[k] = order[other];
        order[other] = k;
      }
    }

    /**
     * Returns a hash that distinguishes placements without storing them (FNV-1a by words); two
     * collide once in 2⁶⁴.
     */
    long fingerprint() {
      long hash = FNV_OFFSET;
      for (int k = 0; k < bars.length; k++) {
        hash = (hash ^ ((long) bars[k] << 32 | order[k])) * FNV_PRIME;
      }
      return hash;
    }

    Signals moved(Candles candles, Signals signals) {
      double[] close = candles.close();
      Signals moved = new Signals();
      for (int k = 0; k < bars.length; k++) {
        int signal = order[k];
        double scale = close[bars[k]] / close[signals.bar(signal)];
        moved.add(
            bars[k],
            signals.side(signal),
            signals.stop(signal) * scale,
            signals.target(signal) * scale,
            signals.trail(signal) * scale);
      }
      return moved;
    }
  }
}
