package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Signals;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * The benchmark of luck: the trades of a strategy with their sides, stop and target distances, but
 * entered at random bars of the same range, at the same costs.
 */
public final class RandomEntry {
  private final Backtester backtester;

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

    /** Median of the runs; 0 without any. */
    public double median() {
      int n = ascendingNetProfitPct.length;
      return n == 0 ? 0 : (ascendingNetProfitPct[(n - 1) / 2] + ascendingNetProfitPct[n / 2]) / 2;
    }

    /** Share of the runs with less net profit than {@code netProfitPct}, 0..1. */
    public double shareBelow(double netProfitPct) {
      int below = 0;
      for (double value : ascendingNetProfitPct) {
        if (value < netProfitPct) {
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
   * @param result what became of them: range and trades
   * @param maxHolding as in the strategy's run
   * @param settings as in the strategy's run
   * @param runs number of random runs
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
    Random random = new Random(seed);
    double[] profits = new double[opening.size() == 0 ? 0 : runs];
    for (int run = 0; run < profits.length; run++) {
      Signals moved = moved(candles, opening, result.from(), result.to(), random);
      profits[run] =
          backtester
              .run(candles, result.from(), result.to(), moved, maxHolding, settings)
              .metrics()
              .netProfitPct();
    }
    Arrays.sort(profits);
    return new Distribution(profits);
  }

  /** The signals that opened a trade. */
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

  private static Signals moved(Candles candles, Signals signals, int from, int to, Random random) {
    int n = signals.size();
    int[] bars = random.ints(from, to).distinct().limit(n).sorted().toArray();
    int[] order = new int[n];
    for (int k = 0; k < n; k++) {
      int other = random.nextInt(k + 1);
      order[k] = order[other];
      order[other] = k;
    }
    double[] close = candles.close();
    Signals moved = new Signals();
    for (int k = 0; k < n; k++) {
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
