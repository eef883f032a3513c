package dev.trainyard.job.view;

import java.time.Instant;
import java.util.UUID;

/** The time in ids of version 7: their first 48 bits are milliseconds. */
public final class TimeOfId {
  private static final int BITS_BELOW_TIME = 16;

  private TimeOfId() {}

  /** Returns the lowest id of a time; ids that are made then or later are not below it. */
  public static UUID first(Instant time) {
    return new UUID(time.toEpochMilli() << BITS_BELOW_TIME, 0);
  }
}
