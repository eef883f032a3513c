package dev.trainyard.schedule;

import java.util.Locale;

/**
 * What happens to times that passed by more than a minute, as no process ran or the queue was full.
 */
public enum Misfire {
  /** One run makes up for all of them. */
  ONCE,
  /** They are left out. */
  SKIP;

  /** The name as it is written and stored. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant of a label that the schema or the database has checked. */
  static Misfire of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
