package dev.trainyard.optimize.study;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.cmaes.CmaEsSampler;
import dev.trainyard.optimize.sampler.GridSampler;
import dev.trainyard.optimize.sampler.QuasiRandomSampler;
import dev.trainyard.optimize.sampler.RandomSampler;
import dev.trainyard.optimize.sampler.Sampler;
import dev.trainyard.optimize.tpe.TpeSampler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The samplers by the names that requests use. */
public final class SamplerCatalog {
  private static final Map<String, BiFunction<StudyDefinition, RandomStream, Sampler>> SAMPLERS =
      new TreeMap<>(
          Map.of(
              "bayesian", (study, stream) -> new TpeSampler(study.space(), stream),
              "cmaes",
                  (study, stream) -> new CmaEsSampler(study.space(), stream, study.batchSize()),
              "grid", (study, stream) -> new GridSampler(study.space(), study.trials()),
              "qmc", (study, stream) -> new QuasiRandomSampler(study.space(), stream),
              "random", (study, stream) -> new RandomSampler(study.space(), stream)));

  private SamplerCatalog() {}

  /** Returns all names in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(SAMPLERS.keySet());
  }

  /**
   * Creates a sampler for one study.
   *
   * @throws IllegalArgumentException when there is no sampler of that name
   */
  static Sampler create(StudyDefinition study, RandomStream stream) {
    return known(study.sampler()).apply(study, stream);
  }

  static void requireKnown(@Nullable String name) {
    known(name);
  }

  private static BiFunction<StudyDefinition, RandomStream, Sampler> known(@Nullable String name) {
    BiFunction<StudyDefinition, RandomStream, Sampler> sampler =
        name == null ? null : SAMPLERS.get(name);
    if (sampler == null) {
      throw new IllegalArgumentException(
          "no sampler %s; there are %s".formatted(name, String.join(", ", names())));
    }
    return sampler;
  }
}
