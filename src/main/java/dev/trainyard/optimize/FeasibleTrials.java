package dev.trainyard.optimize;

import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.backtest.RoundedSum;

/**
 * The number of different feasible trials of a study and the similarity of their returns, as the
 * deflated Sharpe ratio needs them. It adds one trial at a time and keeps none.
 */
public final class FeasibleTrials {
  private final double[] sumOfDirections = new double[ReturnBuckets.COUNT];
  private double sumOfSquaredLengths;
  private int count;
  private double meanSharpe;
  private double squaredSharpeDeviations;

  /**
   * Counts a trial, unless it is infeasible or reuses the result of another one.
   *
   * @throws IllegalArgumentException when a trial that counts has no returns
   */
  public void add(Trial trial) {
    if (!trial.feasible() || trial.reusedFrom().isPresent()) {
      return;
    }
    ReturnBuckets returns =
        trial
            .returns()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "trial %d comes without its returns".formatted(trial.number())));
    count++;
    double sharpe = trial.metrics().returns().sharpe();
    double delta = sharpe - meanSharpe;
    meanSharpe += delta / count;
    squaredSharpeDeviations += delta * (sharpe - meanSharpe);
    addDirection(returns.sum());
  }

  /** Returns the number N of different feasible trials. */
  public int count() {
    return count;
  }

  /**
   * Returns the mean correlation of the returns of all pairs, by buckets of time; 0 with fewer than
   * two trials.
   *
   * <p>Centred and scaled to length 1, the series z have correlations z·z', whose sum over all
   * pairs is (|Σz|² − Σ|z|²)/2.
   */
  public double meanCorrelation() {
    if (count < 2) {
      return 0;
    }
    double squaredLength = 0;
    for (double component : sumOfDirections) {
      squaredLength += component * component;
    }
    return (squaredLength - sumOfSquaredLengths) / ((double) count * (count - 1));
  }

  /** Returns the variance of the trials' Sharpe ratios per bar; 0 with fewer than two trials. */
  public double sharpeVariance() {
    return count < 2 ? 0 : squaredSharpeDeviations / (count - 1);
  }

  private void addDirection(double[] series) {
    double mean = 0;
    for (double value : series) {
      mean += value / series.length;
    }
    double squares = 0;
    for (double value : series) {
      squares += (value - mean) * (value - mean);
    }
    if (RoundedSum.variance(squares / series.length, mean) > 0) {
      double length = StrictMath.sqrt(squares);
      for (int i = 0; i < series.length; i++) {
        sumOfDirections[i] += (series[i] - mean) / length;
      }
      sumOfSquaredLengths++;
    }
  }
}
