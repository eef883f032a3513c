package dev.trainyard.fault;

import dev.trainyard.support.TrainingClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** What each combination leads to when nothing disturbs it. */
final class Reference {
  private final Map<Combination, Outcome> outcomes;

  /** As it has been computed before. */
  Reference(Map<Combination, Outcome> outcomes) {
    this.outcomes = outcomes;
  }

  /** Runs every combination once on a cluster that nothing disturbs yet. */
  static Reference compute(Cluster cluster) {
    TrainingClient client = cluster.client();
    Map<Combination, String> jobs = new EnumMap<>(Combination.class);
    for (Combination combination : Combination.values()) {
      jobs.put(combination, client.submit(combination.fields()));
    }
    Map<Combination, Outcome> outcomes = new EnumMap<>(Combination.class);
    jobs.forEach(
        (combination, job) -> {
          client.awaitFinal(job);
          outcomes.put(combination, Outcome.of(cluster.jdbc(), UUID.fromString(job)).orElseThrow());
        });
    return new Reference(outcomes);
  }

  Outcome of(Combination combination) {
    return outcomes.get(combination);
  }
}
