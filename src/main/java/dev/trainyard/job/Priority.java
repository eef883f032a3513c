package dev.trainyard.job;

import java.util.Locale;

/** How urgent a job is; its label is the name in lower case. */
public enum Priority {
  HIGH,
  NORMAL,
  LOW;

  /** The name in requests and SQL. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The priority of a label.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Priority of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
