package dev.trainyard.optimize.tpe;

import dev.trainyard.optimize.RandomStream;

/**
 * A categorical parameter's part of the kernels: per observation a distribution over the choices
 * that favours the observed choice, and last a uniform distribution, the prior. As in Optuna 3.
 */
final class CategoricalKernels implements KernelColumn {
  private final int choices;
  private final double[] observed;
  private final double favoured;
  private final double other;
  private final double logFavoured;
  private final double logOther;
  private final double logUniform;

  /**
   * Fits the kernels.
   *
   * @param choices number of choices
   * @param observed indices of the observed choices, in the order of their trials
   */
  CategoricalKernels(int choices, double[] observed) {
    this.choices = choices;
    this.observed = observed.clone();
    double share = 1.0 / (observed.length + 1);
    other = share / (1 + choices * share);
    favoured = (share + 1) / (1 + choices * share);
    logOther = StrictMath.log(other);
    logFavoured = StrictMath.log(favoured);
    logUniform = -StrictMath.log(choices);
  }

  @Override
  public double sample(int kernel, RandomStream.Draws draws) {
    double u = draws.nextDouble();
    if (kernel == observed.length) {
      return Math.min(choices - 1, Math.floor(u * choices));
    }
    int choice = 0;
    for (; choice < choices - 1; choice++) {
      u -= choice == observed[kernel] ? favoured : other;
      if (u < 0) {
        break;
      }
    }
    return choice;
  }

  @Override
  public void addLogDensities(double coordinate, double[] sums) {
    for (int k = 0; k < observed.length; k++) {
      sums[k] += observed[k] == coordinate ? logFavoured : logOther;
    }
    sums[observed.length] += logUniform;
  }
}
