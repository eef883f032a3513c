package dev.trainyard.bench;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeframe;
import dev.trainyard.market.Timeline;
import dev.trainyard.optimize.Across;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.BasketEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.validation.Validator;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Seconds and heap of the engine's part of one job on three series, against three jobs on one
 * series each: 200 trials on one thread, then the validation.
 */
public final class BasketTimes {
  private static final int BARS = 50_000;
  private static final int SERIES = 3;
  private static final int TRIALS = 200;
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;

  private BasketTimes() {}

  /** Prints a line for each strategy. */
  public static void main(String[] arguments) throws InterruptedException {
    Candles all = StrategyTrials.candles(BARS * SERIES);
    List<Candles> series =
        IntStream.range(0, SERIES).mapToObj(k -> sameTimes(all, k * BARS)).toList();
    for (String name : List.of("LIQUIDITY_SWEEP", "SUPPLY_SHOCK")) {
      print(series, StrategyTrials.strategy(name));
    }
  }

  private static Candles sameTimes(Candles all, int from) {
    Candles part = all.slice(from, from + BARS);
    return new Candles(
        Arrays.copyOf(all.time(), BARS),
        part.open(),
        part.high(),
        part.low(),
        part.close(),
        part.volume());
  }

  private static void print(List<Candles> series, Strategy strategy) throws InterruptedException {
    double[] alone = new double[ROUNDS];
    double[] together = new double[ROUNDS];
    double[] heapAlone = new double[ROUNDS];
    double[] heapTogether = new double[ROUNDS];
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      double[] sum = new double[2];
      for (Candles one : series) {
        double[] job = run(evaluator(List.of(one), strategy), strategy);
        sum[0] += job[0];
        sum[1] += job[1];
      }
      double[] job = run(evaluator(series, strategy), strategy);
      if (round >= 0) {
        alone[round] = sum[0];
        heapAlone[round] = sum[1];
        together[round] = job[0];
        heapTogether[round] = job[1];
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %d × %,d candles: alone %.2f s, %.1f MB kept; together %.2f s, %.1f MB kept%n",
        strategy.name(),
        SERIES,
        BARS,
        median(alone),
        median(heapAlone),
        median(together),
        median(heapTogether));
  }

  private static RangeEvaluator evaluator(List<Candles> series, Strategy strategy) {
    List<BacktestEvaluator> each =
        series.stream()
            .map(
                candles ->
                    new BacktestEvaluator(
                        strategy,
                        new Indicators(candles),
                        0,
                        candles.size(),
                        BacktestSettings.defaults(Timeframe.M5.millis()),
                        Objective.SHARPE_RATIO,
                        new Constraints(0, OptionalDouble.empty())))
            .toList();
    if (each.size() == 1) {
      return each.get(0);
    }
    Timeline timeline = Timeline.of(series);
    List<String> symbols = IntStream.range(0, each.size()).mapToObj(k -> "S" + k).toList();
    return BasketEvaluator.of(symbols, timeline, 0, timeline.size(), Across.MEDIAN, each);
  }

  /** Seconds of a job, and the megabytes that it keeps besides its candles. */
  private static double[] run(RangeEvaluator whole, Strategy strategy) throws InterruptedException {
    long before = used();
    Split split =
        Split.of(
            whole.to(),
            Split.longestHolding(strategy, strategy.space()),
            ValidationSettings.DEFAULT);
    RangeEvaluator evaluator = whole.over(0, split.searchTo());
    Study study =
        new Study(
            new StudyDefinition(
                StudyDefinition.SEARCH, strategy.space(), "bayesian", 42, 8, TRIALS));
    ExecutorService executor = Executors.newFixedThreadPool(1);
    try {
      StudyRunner runner = new StudyRunner(executor, 1);
      long begin = System.nanoTime();
      runner.run(study, evaluator);
      new Validator(runner).validate(evaluator, split, study);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double kept = (used() - before) / 1e6;
      if (study.size() == 0 || evaluator.candles() == 0) {
        throw new IllegalStateException("nothing was run");
      }
      return new double[] {seconds, kept};
    } finally {
      executor.shutdownNow();
    }
  }

  private static long used() {
    for (int k = 0; k < 3; k++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
