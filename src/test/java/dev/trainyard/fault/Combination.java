package dev.trainyard.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The requests of a run: all jobs of one combination must end with the same configuration. */
enum Combination {
  SMALL_RANDOM("random", 20, 42, false),
  SMALL_BAYESIAN("bayesian", 20, 42, false),
  SMALL_OTHER_SEED("bayesian", 20, 7, false),
  VALIDATED("bayesian", 40, 7, true),
  LONG_RANDOM("random", 3000, 42, true),
  LONG_BAYESIAN("bayesian", 1000, 42, true);

  /** Only a defect fails a job: faults cost attempts, and there are enough. */
  private static final int MAX_ATTEMPTS = 10;

  private final String optimizer;
  private final int iterations;
  private final int seed;
  private final boolean validated;

  Combination(String optimizer, int iterations, int seed, boolean validated) {
    this.optimizer = optimizer;
    this.iterations = iterations;
    this.seed = seed;
    this.validated = validated;
  }

  /** Fields of a request that differ from the usual one; the caller may add to them. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("optimizer", optimizer);
    fields.put("n_iterations", iterations);
    fields.put("seed", seed);
    fields.put("run_validation", validated);
    fields.put("max_attempts", MAX_ATTEMPTS);
    return fields;
  }

  /** One in four is long. */
  static Combination any(SplittableRandom random) {
    return random.nextInt(4) == 0 ? values()[4 + random.nextInt(2)] : values()[random.nextInt(4)];
  }
}
