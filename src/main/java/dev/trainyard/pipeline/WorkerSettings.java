package dev.trainyard.pipeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.worker.*}.
 *
 * @param slots jobs that a process runs at once
 * @param trialThreads trials that a process runs at once; 0 for one per core
 * @param databaseGrace how long a running job continues while PostgreSQL is unavailable
 */
@ConfigurationProperties("trainyard.worker")
public record WorkerSettings(
    @DefaultValue("1") int slots,
    @DefaultValue("0") int trialThreads,
    @DefaultValue("2m") Duration databaseGrace) {

  public WorkerSettings {
    if (slots < 1 || trialThreads < 0) {
      throw new IllegalArgumentException(
          "trainyard.worker.slots must be at least 1, trainyard.worker.trial-threads at least 0");
    }
  }

  /** Returns the number of threads that run trials. */
  int threads() {
    return trialThreads == 0 ? Runtime.getRuntime().availableProcessors() : trialThreads;
  }
}
