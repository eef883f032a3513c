package dev.trainyard.schedule;

import java.util.Locale;

/** What happens when a schedule is due while what it started last is not final. */
public enum Overlap {
  /** The run is left out. */
  SKIP,
  /** The run starts, and waits in the queue like any other. */
  QUEUE;

  /** The name as it is written and stored. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant of a label that the schema or the database has checked. */
  static Overlap of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
