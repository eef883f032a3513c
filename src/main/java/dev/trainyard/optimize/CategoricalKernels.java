package dev.trainyard.optimize;

import java.util.Arrays;

/**
 * A categorical parameter's part of the kernels: per observation a distribution over the choices
 * that favours the one observed, and last a uniform one, the prior. As in Optuna 3.
 */
final class CategoricalKernels implements KernelColumn {
  private final double[][] cumulative;
  private final double[][] logProbability;

  /**
   * Fits the kernels.
   *
   * @param choices number of choices
   * @param observed indices of the observed choices, in the order of their trials
   */
  CategoricalKernels(int choices, double[] observed) {
    int kernels = observed.length + 1;
    double share = 1.0 / kernels;
    cumulative = new double[kernels][];
    logProbability = new double[kernels][];
    for (int k = 0; k < kernels; k++) {
      double[] probability = new double[choices];
      Arrays.fill(probability, share / (1 + choices * share));
      if (k < observed.length) {
        probability[(int) observed[k]] += 1 / (1 + choices * share);
      } else {
        Arrays.fill(probability, 1.0 / choices);
      }
      cumulative[k] = KernelWeights.cumulative(probability);
      logProbability[k] = Arrays.stream(probability).map(StrictMath::log).toArray();
    }
  }

  @Override
  public double sample(int kernel, RandomStream.Draws draws) {
    return KernelWeights.pick(cumulative[kernel], draws.nextDouble());
  }

  @Override
  public void addLogDensities(double coordinate, double[] sums) {
    int choice = (int) coordinate;
    for (int k = 0; k < sums.length; k++) {
      sums[k] += logProbability[k][choice];
    }
  }
}
