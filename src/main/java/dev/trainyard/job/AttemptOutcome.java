package dev.trainyard.job;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an attempt of a job ended, as {@code job_attempts.outcome} has it in lower case. */
public enum AttemptOutcome {
  /** The job has its trained configuration. */
  COMPLETED,
  /** It failed: the job is tried again, or is a dead letter. */
  FAILED,
  /** Its worker was lost. */
  LOST,
  /** The job was given back unharmed, as at a stop or while PostgreSQL was away. */
  RELEASED,
  /** Somebody cancelled the job. */
  CANCELLED,
  /** The job ran into its deadline. */
  TIMEOUT;

  /** The word of the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The outcome of a word of the database.
   *
   * @param label null for an attempt that has not ended
   * @return null for none
   */
  public static @Nullable AttemptOutcome of(@Nullable String label) {
    return label == null
        ? null
        : Arrays.stream(values())
            .filter(outcome -> outcome.label().equals(label))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no outcome " + label));
  }
}
