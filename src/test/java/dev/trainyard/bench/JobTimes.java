package dev.trainyard.bench;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.NoFeasibleTrialException;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.validation.Validator;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Seconds of the engine's part of a job: 200 trials, then the validation, with nothing shared from
 * one job to the next; on one thread and on two in turn, and the ratio of the two.
 */
public final class JobTimes {
  private static final int TRIALS = 200;
  private static final int WARM_UPS = 4;
  private static final int ROUNDS = 7;

  private JobTimes() {}

  /** Prints a line for each strategy and number of candles. */
  public static void main(String[] arguments) throws InterruptedException {
    for (int bars : new int[] {10_000, 100_000}) {
      Candles candles = StrategyTrials.candles(bars);
      for (String name :
          List.of("LIQUIDITY_SWEEP", "CAPITULATION_REVERSAL", "FAILED_BREAKDOWN", "SUPPLY_SHOCK")) {
        print(candles, StrategyTrials.strategy(name));
      }
    }
  }

  private static void print(Candles candles, Strategy strategy) throws InterruptedException {
    double[][] searches = new double[2][ROUNDS];
    double[][] validations = new double[2][ROUNDS];
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      for (int threads = 1; threads <= 2; threads++) {
        double[] seconds = run(candles, strategy, threads);
        if (round >= 0) {
          searches[threads - 1][round] = seconds[0];
          validations[threads - 1][round] = seconds[1];
        }
      }
    }
    double[] gains = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      gains[round] = searches[0][round] / searches[1][round];
    }
    System.out.printf(
        Locale.ROOT,
        "%,d candles, %s: 1 thread %.2f + %.2f s, 2 threads %.2f + %.2f s; search faster by %.2f%n",
        candles.size(),
        strategy.name(),
        median(searches[0]),
        median(validations[0]),
        median(searches[1]),
        median(validations[1]),
        median(gains));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Seconds of search and validation; NaN for a validation without a winner. */
  private static double[] run(Candles candles, Strategy strategy, int threads)
      throws InterruptedException {
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
            BacktestSettings.defaults(Timeframe.M5.millis()),
            Objective.SHARPE_RATIO,
            new Constraints(strategy.defaultMinTrades(), OptionalDouble.empty()));
    Study study =
        new Study(
            new StudyDefinition(
                StudyDefinition.SEARCH, strategy.space(), "bayesian", 42, 8, TRIALS));
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      StudyRunner runner = new StudyRunner(executor, threads);
      long begin = System.nanoTime();
      runner.run(study, evaluator);
      long searched = System.nanoTime();
      new Validator(runner).validate(evaluator, split, study);
      return new double[] {(searched - begin) / 1e9, (System.nanoTime() - searched) / 1e9};
    } catch (NoFeasibleTrialException e) {
      return new double[] {Double.NaN, Double.NaN};
    } finally {
      executor.shutdownNow();
    }
  }
}
