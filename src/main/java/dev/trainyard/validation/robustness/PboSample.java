package dev.trainyard.validation.robustness;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.backtest.RoundedSum;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The configurations with which a winner is compared: random ones from the whole space. The trials
 * of a sampler that learns crowd around its favourites, and would penalise a plateau.
 */
public final class PboSample {
  private static final int RANDOM_CONFIGURATIONS = 74;
  private static final int MIN_CONFIGURATIONS = 16;
  private static final int MIN_TRADES = 30;
  private static final int TRADES_PER_BLOCK = 10;

  /** Correlation of returns above which one of two configurations is left out. */
  private static final double ALIKE = 0.9;

  private final List<ReturnBuckets> kept = new ArrayList<>();
  private final List<double[]> directions = new ArrayList<>();

  private PboSample() {}

  /**
   * Computes the probability that the choice of the best of such configurations fails out of
   * sample.
   *
   * @param evaluator the evaluator of the search
   * @param search the finished study
   * @return the result, or empty when the winner has too few trades or too few configurations
   *     differ
   * @throws InterruptedException when the thread is interrupted
   */
  public static Optional<OverfittingProbability> compare(
      StudyRunner runner, RangeEvaluator evaluator, Study search) throws InterruptedException {
    Parameters winner = search.winner().parameters();
    Metrics inSample = search.winner().metrics();
    if (inSample.totalTrades() < MIN_TRADES) {
      return Optional.empty();
    }
    PboSample set = new PboSample();
    set.add(evaluator.evaluate(winner).returns());
    StudyDefinition definition = search.definition();
    Study random =
        new Study(
            new StudyDefinition(
                "comparison",
                definition.space(),
                "random",
                definition.seed(),
                definition.batchSize(),
                RANDOM_CONFIGURATIONS));
    runner.run(
        random, evaluator, (trial, best) -> trial.returns().ifPresent(set::add), () -> false);
    return set.kept.size() < MIN_CONFIGURATIONS
        ? Optional.empty()
        : Optional.of(OverfittingProbability.of(set.columns(blocks(inSample.totalTrades()))));
  }

  private static int blocks(int trades) {
    for (int blocks : new int[] {16, 12}) {
      if (trades >= blocks * TRADES_PER_BLOCK) {
        return blocks;
      }
    }
    return 8;
  }

  private void add(ReturnBuckets returns) {
    double[] direction = direction(returns.sum());
    if (direction.length == 0) {
      return;
    }
    for (double[] other : directions) {
      double correlation = 0;
      for (int k = 0; k < direction.length; k++) {
        correlation += direction[k] * other[k];
      }
      if (correlation > ALIKE) {
        return;
      }
    }
    directions.add(direction);
    kept.add(returns);
  }

  /** Returns the series centred and scaled to length 1, or empty when it does not vary. */
  private static double[] direction(double[] series) {
    double mean = 0;
    for (double value : series) {
      mean += value / series.length;
    }
    double squares = 0;
    double[] direction = new double[series.length];
    for (int k = 0; k < series.length; k++) {
      direction[k] = series[k] - mean;
      squares += direction[k] * direction[k];
    }
    if (RoundedSum.variance(squares / series.length, mean) == 0) {
      return new double[0];
    }
    double length = Math.sqrt(squares);
    for (int k = 0; k < series.length; k++) {
      direction[k] /= length;
    }
    return direction;
  }

  private List<OverfittingProbability.Column> columns(int blocks) {
    return kept.stream().map(returns -> column(returns, blocks)).toList();
  }

  private static OverfittingProbability.Column column(ReturnBuckets returns, int blocks) {
    List<Double> bars = new ArrayList<>();
    List<Double> sums = new ArrayList<>();
    List<Double> squares = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      double count = 0;
      double sum = 0;
      double square = 0;
      int end = ReturnBuckets.COUNT * (block + 1) / blocks;
      for (int k = ReturnBuckets.COUNT * block / blocks; k < end; k++) {
        count += returns.bars()[k];
        sum += returns.sum()[k];
        square += returns.sumOfSquares()[k];
      }
      bars.add(count);
      sums.add(sum);
      squares.add(square);
    }
    return new OverfittingProbability.Column(bars, sums, squares);
  }
}
