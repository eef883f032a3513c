package dev.trainyard.optimize;

/** The density of one parameter over a set of observed values; immutable. */
interface DensityEstimator {

  /** Draws a coordinate. */
  double sample(RandomStream.Draws draws);

  /** Natural logarithm of the density, or of the probability, of a coordinate. */
  double logDensity(double coordinate);
}
