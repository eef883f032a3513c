package dev.trainyard.optimize;

import dev.trainyard.strategy.ParameterSpace;
import java.util.Objects;

/**
 * Everything that decides which trials a study makes.
 *
 * @param name tells its random numbers from those of other studies of the same job: {@code search},
 *     or {@code window-1} and so on
 * @param space what is searched
 * @param sampler a name in the {@link SamplerCatalog}
 * @param seed the user's seed
 * @param batchSize trials whose suggestions rest on the same knowledge, 1 or more
 * @param trials number of trials, 1 or more
 */
public record StudyDefinition(
    String name, ParameterSpace space, String sampler, long seed, int batchSize, int trials) {

  /** Name of the study that finds the winner. */
  public static final String SEARCH = "search";

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
  }

  /** The same kind of study under another name and with another number of trials. */
  public StudyDefinition named(String otherName, int otherTrials) {
    return new StudyDefinition(otherName, space, sampler, seed, batchSize, otherTrials);
  }

  Sampler newSampler() {
    return SamplerCatalog.create(this, new RandomStream(seed, name));
  }
}
