package dev.trainyard.job;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which an attempt of a job ends; {@code job_attempts.outcome} holds them in lower
 * case.
 */
public enum AttemptOutcome {
  /** The trained configuration is stored. */
  COMPLETED,
  /** The attempt failed: the job is tried again or becomes a dead letter. */
  FAILED,
  /** The worker was lost. */
  LOST,
  /** The job was released unharmed, for example at a shutdown or during an outage of PostgreSQL. */
  RELEASED,
  /** The job was cancelled. */
  CANCELLED,
  /** The job ran past its deadline. */
  TIMEOUT;

  /** Returns the word that the database stores. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the outcome that a stored word names.
   *
   * @param label null for an attempt that has not ended
   * @return the outcome, or null when {@code label} is null
   * @throws IllegalArgumentException when the word names no outcome
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
