package dev.trainyard.job;

import java.util.Locale;

/**
 * The reasons why a job fails. Which exception has which kind, and what becomes of the job, is the
 * table of {@code routes/worker/errors.camel.yaml}.
 */
public enum FailureKind {
  /** Something was temporarily unavailable; the job is tried again up to its limit. */
  TRANSIENT,
  /** Trying again cannot help. */
  PERMANENT,
  /** The job ran longer than its deadline. */
  TIMEOUT,
  /** Too many of the job's workers died. */
  LOST;

  /** Returns the name in JSON and SQL. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the kind that a label names.
   *
   * @throws IllegalArgumentException when the label names no kind
   */
  public static FailureKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
