package dev.trainyard.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The urgency of a job; its label is its name in lower case. */
public enum Priority {
  HIGH,
  NORMAL,
  LOW;

  /** Returns the name in requests and SQL. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the priority that a label names, or empty when it names none. */
  public static Optional<Priority> of(String label) {
    return Arrays.stream(values()).filter(priority -> priority.label().equals(label)).findFirst();
  }
}
