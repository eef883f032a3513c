package dev.trainyard.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How urgent a job is; its label is the name in lower case. */
public enum Priority {
  HIGH,
  NORMAL,
  LOW;

  /** The name in requests and SQL. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The priority of a label, empty when there is none. */
  public static Optional<Priority> of(String label) {
    return Arrays.stream(values()).filter(priority -> priority.label().equals(label)).findFirst();
  }
}
