package dev.trainyard.optimize;

import dev.trainyard.strategy.ParameterSpace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The samplers by the names that requests use. */
public final class SamplerCatalog {
  private static final Map<String, BiFunction<ParameterSpace, RandomStream, Sampler>> SAMPLERS =
      new TreeMap<>(
          Map.of(
              "bayesian", TpeSampler::new,
              "random", RandomSampler::new));

  private SamplerCatalog() {}

  /** All names in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(SAMPLERS.keySet());
  }

  /**
   * A sampler for one study.
   *
   * @throws IllegalArgumentException when there is no sampler of that name
   */
  public static Sampler create(String name, ParameterSpace space, RandomStream stream) {
    requireKnown(name);
    return SAMPLERS.get(name).apply(space, stream);
  }

  static void requireKnown(String name) {
    if (name == null || !SAMPLERS.containsKey(name)) {
      throw new IllegalArgumentException(
          "no sampler %s; there are %s".formatted(name, String.join(", ", names())));
    }
  }
}
