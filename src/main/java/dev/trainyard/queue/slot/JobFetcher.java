package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.process.OutOfMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The one thread that claims jobs for the free slots of this process: by the hints of Redis, and
 * straight from PostgreSQL whenever a pop comes back empty or fails, and at least every two
 * seconds. It claims no more than it can start at once.
 */
final class JobFetcher implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JobFetcher.class);
  private static final Duration POLL = Duration.ofSeconds(2);

  /** A stop waits for the pop that is under way. */
  private static final Duration MAX_POP = Duration.ofSeconds(1);

  private static final Duration WITHOUT_REDIS = Duration.ofMillis(500);
  private static final Duration WHILE_PAUSED = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

  private final ClaimStore claims;
  private final Hints hints;
  private final SlotPool slots;
  private final BooleanSupplier open;
  private final Clock clock;
  private volatile boolean stopping;
  private volatile @Nullable Instant lastDequeue;
  private volatile boolean paused;
  private Instant lastSqlClaim = Instant.MIN;
  private Instant lastLookForSuspects = Instant.MIN;
  private boolean redisAway;

  /** Whether the last claim from PostgreSQL found jobs of which Redis had told nothing. */
  private boolean behind;

  /**
   * @param open whether a job could go through all its stages now
   */
  JobFetcher(ClaimStore claims, Hints hints, SlotPool slots, BooleanSupplier open, Clock clock) {
    this.claims = claims;
    this.hints = hints;
    this.slots = slots;
    this.open = open;
    this.clock = clock;
  }

  /** Lets {@link #run} return after the pop that it may be in. */
  void stop() {
    stopping = true;
  }

  /** Leaves the hints where they are while nothing may be claimed. */
  void setPaused(boolean paused) {
    this.paused = paused;
  }

  /** When a dequeue last came back, empty or not; null before the first. */
  @Nullable Instant lastDequeue() {
    return lastDequeue;
  }

  @Override
  public void run() {
    Duration backoff = Duration.ofSeconds(1);
    while (!stopping) {
      try {
        int free = slots.awaitFree(POLL);
        if (free > 0 && !stopping) {
          fetch(free);
        }
        backoff = Duration.ofSeconds(1);
      } catch (DataAccessException | TransactionException e) {
        LOG.warn(
            "no jobs can be claimed, next try in {} s: {}", backoff.toSeconds(), e.getMessage());
        pause(backoff);
        backoff =
            backoff.multipliedBy(2).compareTo(MAX_BACKOFF) < 0
                ? backoff.multipliedBy(2)
                : MAX_BACKOFF;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | Error e) {
        OutOfMemory.endProcessIfCauseOf(e);
        LOG.error("fetching jobs failed and goes on", e);
        pause(backoff);
      }
    }
  }

  private void fetch(int free) {
    if (paused || !open.getAsBoolean()) {
      lastDequeue = clock.instant();
      pause(WHILE_PAUSED);
      return;
    }
    if (makesRoomForSuspect()) {
      return;
    }
    List<UUID> hinted = pop(free);
    List<ClaimedJob> claimed = new ArrayList<>();
    if (!hinted.isEmpty() && !stopping) {
      claimed.addAll(claims.claim(hinted, slots.isIdle()));
    }
    Instant now = clock.instant();
    if (!stopping
        && claimed.size() < free
        && (hinted.isEmpty() || !now.isBefore(lastSqlClaim.plus(POLL)))) {
      List<ClaimedJob> due =
          claims.claimDue(free - claimed.size(), slots.isIdle() && claimed.isEmpty());
      behind = hinted.isEmpty() && !due.isEmpty();
      claimed.addAll(due);
      lastSqlClaim = now;
    }
    lastDequeue = now;
    claimed.forEach(slots::start);
  }

  /**
   * A worker of several slots takes no more jobs once a job waits that must run alone, and takes
   * that one when it is idle.
   */
  private boolean makesRoomForSuspect() {
    Instant now = clock.instant();
    if (slots.isSingle() || now.isBefore(lastLookForSuspects.plus(POLL))) {
      return false;
    }
    if (!claims.suspectWaits()) {
      lastLookForSuspects = now;
      return false;
    }
    lastDequeue = now;
    if (slots.isIdle()) {
      claims.claimSuspect().forEach(slots::start);
      lastLookForSuspects = now;
    } else {
      pause(POLL);
    }
    return true;
  }

  /**
   * Hints from Redis; none while it is away, after a pause that keeps the polling of PostgreSQL
   * slow. Nothing is waited for while jobs without hints are left, else each would cost a wait.
   */
  private List<UUID> pop(int free) {
    try {
      List<UUID> ids = behind ? hints.poll(free) : hints.pop(free, MAX_POP);
      if (redisAway) {
        LOG.info("Redis is back");
      }
      redisAway = false;
      return ids;
    } catch (DataAccessException e) {
      if (!redisAway) {
        LOG.warn("Redis does not answer, jobs are claimed from PostgreSQL: {}", e.getMessage());
      }
      redisAway = true;
      if (!behind) {
        pause(WITHOUT_REDIS);
      }
      return List.of();
    }
  }

  private void pause(Duration duration) {
    try {
      slots.pause(duration);
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
  }
}
