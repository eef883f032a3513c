package dev.trainyard.api.access;

import dev.trainyard.access.ClientSettings;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Counts the requests of each client in this process by a token bucket. It admits {@code
 * trainyard.clients.requests-per-second} in the long run, and those of {@link #WINDOW_SECONDS} at
 * once.
 */
@Component
class RequestLimit {
  /** Time in which an empty bucket fills. */
  static final int WINDOW_SECONDS = 2;

  /** Number of buckets from which on full ones are forgotten, as they say nothing. */
  private static final int MANY = 10_000;

  private static final long SECOND_MICROS = TimeUnit.SECONDS.toMicros(1);
  private static final long WINDOW_MICROS = WINDOW_SECONDS * SECOND_MICROS;

  private final int perSecond;
  private final Clock clock;
  private final Map<UUID, Bucket> buckets = new ConcurrentHashMap<>();

  RequestLimit(ClientSettings settings, Clock clock) {
    this.perSecond = settings.requestsPerSecond();
    this.clock = clock;
  }

  /** Whether there is a limit. */
  boolean isSet() {
    return perSecond > 0;
  }

  /** Requests that a client may send at once. */
  long burst() {
    return (long) perSecond * WINDOW_SECONDS;
  }

  /** Counts a request of a client, if there is room for it. */
  Count count(UUID client) {
    long now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
    if (buckets.size() >= MANY) {
      buckets.values().removeIf(bucket -> bucket.fullAt() <= now);
    }
    Bucket bucket =
        buckets.compute(
            client,
            (id, before) ->
                afterRequest(before == null ? now : Math.max(now, before.fullAt()), now));
    long empty = bucket.fullAt() - now;
    return new Count(
        bucket.admitted(),
        (WINDOW_MICROS - empty) / (SECOND_MICROS / perSecond),
        (empty + SECOND_MICROS - 1) / SECOND_MICROS);
  }

  /** Each request puts off the time at which the bucket is full. */
  private Bucket afterRequest(long fullAt, long now) {
    long later = fullAt + SECOND_MICROS / perSecond;
    return later - now <= WINDOW_MICROS ? new Bucket(later, true) : new Bucket(fullAt, false);
  }

  /**
   * What became of a request.
   *
   * @param admitted whether there was room for it
   * @param remaining requests for which there is room now
   * @param resetSeconds seconds until there is room for all that may come at once, rounded up
   */
  record Count(boolean admitted, long remaining, long resetSeconds) {}

  /**
   * A bucket after a request.
   *
   * @param fullAt when it is full again, in microseconds since the epoch
   * @param admitted whether there was room for the request
   */
  private record Bucket(long fullAt, boolean admitted) {}
}
