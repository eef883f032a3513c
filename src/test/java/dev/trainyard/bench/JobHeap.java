package dev.trainyard.bench;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.builtin.LiquiditySweep;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.validation.Validator;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The engine's part of one job, to find the smallest {@code -Xmx} that it works with: the figures
 * of {@code JobMemory}.
 */
public final class JobHeap {
  private static final int THREADS = 2;

  /** On a random walk costs ruin whoever trades much, and who trades little needs little memory. */
  private static final BacktestSettings SETTINGS =
      new BacktestSettings(
          ExecutionModel.REALISTIC,
          10_000,
          0.0001,
          Sizing.COMPOUNDING,
          new Costs(0, 0, 0),
          Timeframe.M5.millis());

  private JobHeap() {}

  /** Candles, trials, and the sampler. */
  public static void main(String[] arguments) throws InterruptedException {
    int size = Integer.parseInt(arguments[0]);
    int trials = Integer.parseInt(arguments[1]);
    Candles candles = CandleFilter.DEFAULT.apply(walk(size), Timeframe.M5).candles();
    Strategy strategy =
        StrategyCatalog.builtIn(Path.of("config", "strategies"))
            .find(LiquiditySweep.NAME)
            .orElseThrow();
    Split split =
        Split.of(
            candles.size(),
            Split.longestHolding(strategy, strategy.space()),
            new ValidationSettings(0.3, 5));
    BacktestEvaluator evaluator =
        new BacktestEvaluator(
            strategy,
            new Indicators(candles),
            0,
            split.searchTo(),
            SETTINGS,
            Objective.of("sharpe_ratio").orElseThrow(),
            new Constraints(size / 5_000, OptionalDouble.empty()));
    Study study =
        new Study(
            new StudyDefinition(
                StudyDefinition.SEARCH, strategy.space(), arguments[2], 42, 8, trials));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      StudyRunner runner = new StudyRunner(threads, THREADS);
      runner.run(study, evaluator);
      new Validator(runner).validate(evaluator, split, study);
    } finally {
      threads.shutdownNow();
    }
    System.gc();
    Runtime memory = Runtime.getRuntime();
    System.out.println("kept " + ((memory.totalMemory() - memory.freeMemory()) >> 20) + " MB");
    System.out.println(study.size() + candles.size());
  }

  /** A random walk of which a few candles are dropped. */
  private static Candles walk(int size) {
    SplittableRandom random = new SplittableRandom(1);
    long[] time = new long[size];
    double[][] columns = new double[5][size];
    double price = 100;
    for (int i = 0; i < size; i++) {
      time[i] = i * Timeframe.M5.millis();
      double change = random.nextDouble(-0.01, 0.01);
      columns[0][i] = price;
      columns[3][i] = price * (1 + change);
      columns[1][i] = Math.max(price, columns[3][i]) * (1 + random.nextDouble(0.002));
      columns[2][i] = Math.min(price, columns[3][i]) * (1 - random.nextDouble(0.002));
      columns[4][i] = i % 1000 == 0 ? 0 : random.nextDouble(1, 100);
      price = columns[3][i];
    }
    return new Candles(time, columns[0], columns[1], columns[2], columns[3], columns[4]);
  }
}
