package dev.trainyard.job;

import java.util.Locale;

/** Why a job failed, which decides whether it is tried again. */
public enum FailureKind {
  /** Something was away that may be back; tried again up to the job's limit. */
  TRANSIENT,
  /** Trying again cannot help. */
  PERMANENT,
  /** The job ran longer than its deadline. */
  TIMEOUT,
  /** Its workers died. */
  LOST;

  /** The name in JSON and SQL. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of a label.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static FailureKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
