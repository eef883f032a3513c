package dev.trainyard.optimize;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tree-structured Parzen estimator of J. Bergstra et al., "Algorithms for hyper-parameter
 * optimization", NIPS 2011, each parameter by itself.
 *
 * <p>The best tenth of the trials, at most 25, give a density l(x), the others g(x). Of 24
 * candidates drawn from l the one with the largest l/g is suggested. The first 10 trials are
 * random.
 */
public final class TpeSampler implements Sampler {
  static final int STARTUP_TRIALS = 10;
  private static final int CANDIDATES = 24;
  private static final int MOST_BELOW = 25;

  private final ParameterSpace space;
  private final RandomStream stream;
  private final RandomSampler startup;
  private final Dimension[] dimensions;

  /** A sampler of one study. */
  public TpeSampler(ParameterSpace space, RandomStream stream) {
    this.space = space;
    this.stream = stream;
    this.startup = new RandomSampler(space, stream);
    this.dimensions = RandomSampler.dimensions(space);
  }

  @Override
  public boolean learnsFrom(int trials) {
    return trials >= STARTUP_TRIALS;
  }

  @Override
  public Proposal fit(List<Trial> trials) {
    if (!learnsFrom(trials.size())) {
      return startup::suggest;
    }
    boolean[] below = best(trials, belowCount(trials.size()));
    DensityEstimator[] good = new DensityEstimator[space.size()];
    DensityEstimator[] rest = new DensityEstimator[space.size()];
    for (int p = 0; p < good.length; p++) {
      good[p] = estimator(p, observations(trials, p, below, true));
      rest[p] = estimator(p, observations(trials, p, below, false));
    }
    return number -> suggest(number, good, rest);
  }

  /** How many of n trials count as good. */
  static int belowCount(int n) {
    return Math.min((n + 9) / 10, MOST_BELOW);
  }

  private Parameters suggest(int number, DensityEstimator[] good, DensityEstimator[] rest) {
    double[] coordinates = new double[space.size()];
    for (int p = 0; p < coordinates.length; p++) {
      if (dimensions[p] != null && dimensions[p].isFixed()) {
        coordinates[p] = dimensions[p].value(dimensions[p].low());
      } else {
        coordinates[p] = bestCandidate(stream.draws(number, p), good[p], rest[p]);
      }
    }
    return new Parameters(space, coordinates);
  }

  private static double bestCandidate(
      RandomStream.Draws draws, DensityEstimator good, DensityEstimator rest) {
    double best = Double.NaN;
    double bestRatio = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < CANDIDATES; c++) {
      double candidate = good.sample(draws);
      double ratio = good.logDensity(candidate) - rest.logDensity(candidate);
      if (c == 0 || ratio > bestRatio) {
        best = candidate;
        bestRatio = ratio;
      }
    }
    return best;
  }

  private DensityEstimator estimator(int p, double[] coordinates) {
    Dimension dimension = dimensions[p];
    if (dimension == null) {
      return new CategoricalEstimator(space.get(p).choices().size(), coordinates);
    }
    return new ParzenEstimator(
        dimension, Arrays.stream(coordinates).map(dimension::position).toArray());
  }

  private static boolean[] best(List<Trial> trials, int count) {
    boolean[] best = new boolean[trials.size()];
    IntStream.range(0, trials.size())
        .boxed()
        .sorted((a, b) -> Trial.BEST_FIRST.compare(trials.get(a), trials.get(b)))
        .limit(count)
        .forEach(i -> best[i] = true);
    return best;
  }

  private static double[] observations(List<Trial> trials, int p, boolean[] below, boolean wanted) {
    return IntStream.range(0, trials.size())
        .filter(i -> below[i] == wanted)
        .mapToDouble(i -> trials.get(i).parameters().coordinate(p))
        .toArray();
  }
}
