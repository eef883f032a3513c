package dev.trainyard.optimize;

import java.util.Arrays;

/**
 * The probability of each choice of a categorical parameter over a set of observations: a mixture
 * of one distribution per observation, which favours the choice observed, and a uniform one as the
 * prior. As in Optuna 3.
 */
final class CategoricalEstimator implements DensityEstimator {
  private final double[] cumulative;
  private final double[] logProbability;

  /**
   * Fits the mixture.
   *
   * @param choices number of choices
   * @param observed indices of the observed choices, in the order of their trials
   */
  CategoricalEstimator(int choices, double[] observed) {
    int kernels = observed.length + 1;
    double[] weight = KernelWeights.normalised(observed.length);
    double share = 1.0 / kernels;
    double total = 1 + choices * share;
    double[] probability = new double[choices];
    Arrays.fill(probability, weight[observed.length] / choices);
    for (int k = 0; k < observed.length; k++) {
      for (int c = 0; c < choices; c++) {
        probability[c] += weight[k] * share / total;
      }
      probability[(int) observed[k]] += weight[k] / total;
    }
    cumulative = KernelWeights.cumulative(probability);
    logProbability = Arrays.stream(probability).map(StrictMath::log).toArray();
  }

  @Override
  public double sample(RandomStream.Draws draws) {
    return KernelWeights.pick(cumulative, draws.nextDouble());
  }

  @Override
  public double logDensity(double coordinate) {
    return logProbability[(int) coordinate];
  }
}
