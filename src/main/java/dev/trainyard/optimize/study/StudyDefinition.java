package dev.trainyard.optimize.study;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.sampler.Sampler;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that determines the trials of a study.
 *
 * @param name separates its random numbers from those of other studies of the same job: {@code
 *     search}, or {@code window-1} and so on
 * @param space parameter space of the search
 * @param sampler a name in the {@link SamplerCatalog}
 * @param seed the user's seed
 * @param batchSize trials that are suggested from the same knowledge, 1 or more
 * @param trials number of trials, 1 or more
 * @param start parameters of the first trial, instead of the sampler's
 * @param earlyStop whether it ends once it has converged, see {@link #patience}
 */
public record StudyDefinition(
    String name,
    ParameterSpace space,
    String sampler,
    long seed,
    int batchSize,
    int trials,
    Optional<Parameters> start,
    boolean earlyStop) {

  /** Name of the study that finds the winner. */
  public static final String SEARCH = "search";

  private static final int MIN_PATIENCE = 50;

  public StudyDefinition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(space, "space");
    SamplerCatalog.requireKnown(sampler);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch_size must be at least 1");
    }
    if (trials < 1) {
      throw new IllegalArgumentException("a study needs at least one trial");
    }
    if (start.isPresent() && !start.get().space().equals(space)) {
      throw new IllegalArgumentException("the first trial is of another parameter space");
    }
  }

  /** Creates a study that starts with its sampler and makes all its trials. */
  public StudyDefinition(
      String name, ParameterSpace space, String sampler, long seed, int batchSize, int trials) {
    this(name, space, sampler, seed, batchSize, trials, Optional.empty(), false);
  }

  /** Returns the same study with a first trial. */
  public StudyDefinition startingAt(Parameters first) {
    return new StudyDefinition(
        name, space, sampler, seed, batchSize, trials, Optional.of(first), earlyStop);
  }

  /** Returns the same study, which ends once it has converged. */
  public StudyDefinition stoppingEarly() {
    return new StudyDefinition(name, space, sampler, seed, batchSize, trials, start, true);
  }

  /**
   * Returns the same kind of study with another name and number of trials. It starts with its
   * sampler: a given start may come from candles that the other study must not see.
   */
  public StudyDefinition named(String otherName, int otherTrials) {
    return new StudyDefinition(
        otherName, space, sampler, seed, batchSize, otherTrials, Optional.empty(), earlyStop);
  }

  /**
   * Returns the number of trials without improvement after which a study has converged: a quarter
   * of all, and at least 50.
   */
  int patience() {
    return Math.max(MIN_PATIENCE, trials / 4);
  }

  Sampler newSampler() {
    return SamplerCatalog.create(this, new RandomStream(seed, name));
  }
}
