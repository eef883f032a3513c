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
 * The one thread that claims jobs for the free slots of this process. It follows the hints of
 * Redis, and claims from PostgreSQL when a pop returns nothing or fails, and at least every two
 * seconds. It claims no more jobs than it can start at once.
 */
final class JobFetcher implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JobFetcher.class);
  private static final Duration POLL = Duration.ofSeconds(2);

  /** Short, because a stop waits for the current pop. */
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

  /** Whether the last claim from PostgreSQL found jobs without a hint. */
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

  /** Makes {@link #run} return after its current pop. */
  void stop() {
    stopping = true;
  }

  /** Pauses or resumes claiming; hints stay in Redis during a pause. */
  void setPaused(boolean paused) {
    this.paused = paused;
  }

  /** Returns when the last dequeue completed, empty or not; null before the first. */
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
            "no jobs can be claimed, retrying in {} s: {}", backoff.toSeconds(), e.getMessage());
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
        LOG.error("fetching jobs failed, continuing", e);
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
   * Makes room for a waiting job that must run alone: a worker with several slots then takes no
   * other jobs, and starts that job when idle. Returns whether such a job waits.
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
   * Pops hints from Redis. While Redis is unavailable, returns none after a pause, which keeps
   * polling of PostgreSQL slow. Does not wait while jobs without hints are left, since each of them
   * would cost a wait.
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
        LOG.warn("Redis does not answer, claiming jobs from PostgreSQL: {}", e.getMessage());
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
