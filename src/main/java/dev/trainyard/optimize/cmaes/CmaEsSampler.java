package dev.trainyard.optimize.cmaes;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.StandardNormal;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.sampler.Dimension;
import dev.trainyard.optimize.sampler.RandomSampler;
import dev.trainyard.optimize.sampler.Sampler;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evolution strategy with covariance matrix adaptation of N. Hansen, "The CMA evolution
 * strategy: a tutorial", 2016, on intervals scaled to length 1. Choices have their own
 * distribution, which moves towards the choices of the better half.
 *
 * <p>A generation is a whole number of batches and at least as large as in the tutorial. The first
 * is random; so is the generation after the search has converged, which restarts from its result.
 * The state follows from the earlier trials: a sampler that is given them again continues in the
 * same way.
 */
public final class CmaEsSampler implements Sampler {
  private static final int RESAMPLES = 20;

  private final ParameterSpace space;
  private final RandomStream stream;
  private final RandomSampler random;
  private final @Nullable Dimension[] dimensions;
  private final int[] numeric;
  private final int[] categorical;
  private final int generation;

  /** The latest state, from which the next usually follows. */
  private CmaState latest;

  /**
   * Creates a sampler of one study.
   *
   * @param batchSize trials that are suggested from the same knowledge
   */
  public CmaEsSampler(ParameterSpace space, RandomStream stream, int batchSize) {
    this.space = space;
    this.stream = stream;
    this.random = new RandomSampler(space, stream);
    this.dimensions = RandomSampler.dimensions(space);
    List<Integer> numbers = new ArrayList<>();
    List<Integer> choices = new ArrayList<>();
    for (int p = 0; p < dimensions.length; p++) {
      if (dimensions[p] == null) {
        choices.add(p);
      } else if (!dimensions[p].isFixed()) {
        numbers.add(p);
      }
    }
    numeric = numbers.stream().mapToInt(Integer::intValue).toArray();
    categorical = choices.stream().mapToInt(Integer::intValue).toArray();
    int least = 4 + (int) (3 * StrictMath.log(Math.max(1, numeric.length)));
    generation = Math.max(1, Math.round(least / (float) batchSize)) * batchSize;
    latest = start();
  }

  @Override
  public boolean learnsFrom(int trials) {
    return trials > 0 && trials % generation == 0;
  }

  @Override
  public synchronized Proposal fit(List<Trial> trials) {
    int generations = trials.size() / generation;
    if (latest.generations() > generations) {
      latest = start();
    }
    for (int g = latest.generations(); g < generations; g++) {
      latest = latest.after(points(trials.subList(g * generation, (g + 1) * generation)));
    }
    CmaState state = latest;
    return number -> suggest(number, state);
  }

  private CmaState start() {
    double[] widths = new double[numeric.length];
    for (int k = 0; k < widths.length; k++) {
      Dimension dimension = dimensions[numeric[k]];
      widths[k] = dimension.isStepped() ? 1.0 / (dimension.steps() + 1) : 0;
    }
    int[] choices = Arrays.stream(categorical).map(p -> space.get(p).choices().size()).toArray();
    return CmaState.start(widths, choices, generation);
  }

  /** Returns the points of a generation, best first. */
  private List<CmaState.Point> points(List<Trial> trials) {
    return trials.stream()
        .sorted(Trial.BEST_FIRST)
        .map(trial -> point(trial.parameters()))
        .toList();
  }

  private CmaState.Point point(Parameters parameters) {
    double[] x = new double[numeric.length];
    for (int k = 0; k < x.length; k++) {
      Dimension dimension = dimensions[numeric[k]];
      double position = dimension.position(parameters.coordinate(numeric[k]));
      x[k] = (position - dimension.low()) / (dimension.high() - dimension.low());
    }
    int[] choices = Arrays.stream(categorical).map(p -> (int) parameters.coordinate(p)).toArray();
    return new CmaState.Point(x, choices);
  }

  private Parameters suggest(int number, CmaState state) {
    if (state.isRandom()) {
      return random.suggest(number);
    }
    double[] x = numbers(number, state);
    double[] coordinates = new double[space.size()];
    for (int p = 0; p < coordinates.length; p++) {
      if (dimensions[p] != null && dimensions[p].isFixed()) {
        coordinates[p] = dimensions[p].value(dimensions[p].low());
      }
    }
    for (int k = 0; k < numeric.length; k++) {
      Dimension dimension = dimensions[numeric[k]];
      double range = dimension.high() - dimension.low();
      coordinates[numeric[k]] = dimension.value(dimension.low() + range * x[k]);
    }
    for (int k = 0; k < categorical.length; k++) {
      double u = stream.draws(number, categorical[k]).nextDouble();
      coordinates[categorical[k]] = state.choice(k, u);
    }
    return new Parameters(space, coordinates);
  }

  /** Returns a draw within the bounds; after several draws outside, the nearest point within. */
  private double[] numbers(int number, CmaState state) {
    RandomStream.Draws[] draws = new RandomStream.Draws[numeric.length];
    for (int k = 0; k < draws.length; k++) {
      draws[k] = stream.draws(number, numeric[k]);
    }
    double[] x = draw(state, draws);
    for (int draw = 1; draw < RESAMPLES && !isWithin(x); draw++) {
      x = draw(state, draws);
    }
    for (int k = 0; k < x.length; k++) {
      x[k] = Math.min(1, Math.max(0, x[k]));
    }
    return x;
  }

  private static double[] draw(CmaState state, RandomStream.Draws[] draws) {
    double[] z = new double[draws.length];
    for (int k = 0; k < z.length; k++) {
      z[k] = StandardNormal.quantile(Math.max(draws[k].nextDouble(), 0x1.0p-53));
    }
    return state.at(z);
  }

  private static boolean isWithin(double[] x) {
    return Arrays.stream(x).allMatch(v -> v >= 0 && v <= 1);
  }
}
