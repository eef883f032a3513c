package dev.trainyard.optimize.tpe;

import dev.trainyard.optimize.RandomStream;

/**
 * One parameter's part of all kernels of a {@link ParzenEstimator}: a kernel is the product of its
 * parts. Immutable.
 */
interface KernelColumn {

  /** Draws a coordinate from the part of a kernel. */
  double sample(int kernel, RandomStream.Draws draws);

  /** Adds the logarithm of each kernel's density at a coordinate to that kernel's sum. */
  void addLogDensities(double coordinate, double[] sums);
}
