package dev.trainyard.bench.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A minute goes by between two looks: nothing that is kept for seconds is fresh. */
final class EverLaterClock extends Clock {
  private Instant now = Instant.EPOCH;

  @Override
  public Instant instant() {
    now = now.plusSeconds(60);
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("instants only");
  }
}
