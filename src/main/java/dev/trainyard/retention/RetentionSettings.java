package dev.trainyard.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.retention.*}: times such as {@code 90d}; {@code 0} or {@code forever}.
 * Those of what a route removes stand in the route too, which is where they act.
 *
 * @param trials trials of jobs that have ended, from their end on
 * @param logs log lines and events of jobs that have ended, from their end on
 * @param jobs jobs that have ended and have no configuration, from their end on
 * @param failedJobs the least time for which a dead letter is kept
 * @param audit lines of the audit log
 * @param callbacks callbacks that are delivered or given up
 * @param fetches fetches that have ended
 * @param events events of the service
 */
@ConfigurationProperties("trainyard.retention")
public record RetentionSettings(
    @DefaultValue("90d") KeptFor trials,
    @DefaultValue("90d") KeptFor logs,
    @DefaultValue("400d") KeptFor jobs,
    @DefaultValue("7d") KeptFor failedJobs,
    @DefaultValue("400d") KeptFor audit,
    @DefaultValue("7d") KeptFor callbacks,
    @DefaultValue("30d") KeptFor fetches,
    @DefaultValue("7d") KeptFor events) {

  /**
   * Longer than any transaction: a job gets the time of its end when the transaction begins, and is
   * seen when it commits.
   */
  private static final Duration SHORTEST = Duration.ofHours(1);

  public RetentionSettings {
    require(Kind.TRIALS, trials);
    require(Kind.LOGS, logs);
    require(Kind.JOBS, jobs);
  }

  private static void require(Kind kind, KeptFor kept) {
    if (kept.time() != null && kept.time().compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "%s must be at least 1h; or 0 or forever".formatted(kind.setting()));
    }
  }

  /** Returns how long a kind is kept. */
  public KeptFor of(Kind kind) {
    return switch (kind) {
      case TRIALS -> trials;
      case LOGS -> logs;
      case JOBS -> jobs;
      case FAILED_JOBS -> failedJobs;
      case AUDIT -> audit;
      case CALLBACKS -> callbacks;
      case FETCHES -> fetches;
      case EVENTS -> events;
    };
  }
}
