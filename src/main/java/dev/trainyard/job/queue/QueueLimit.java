package dev.trainyard.job.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the queue from growing without end: at most {@code trainyard.queue.max-queued} jobs wait,
 * those that are due later included.
 *
 * <p>The waiting jobs are counted at most once a second, and never further than the limit; in
 * between, those that this process admits are added. The limit may be passed by what other
 * processes admit within that second. Jobs that their workers give back or lose are never refused.
 */
@Component
public class QueueLimit {
  private static final Duration FRESH_TO_ADMIT = Duration.ofSeconds(1);

  /** A refusal rests on a new count, but a storm of them on a few. */
  private static final Duration FRESH_TO_REFUSE = Duration.ofMillis(100);

  /** The order is that of the partial index of waiting jobs, lest the whole table be read. */
  static final String COUNT =
      """
      SELECT count(*) FROM (
        SELECT id FROM training_jobs WHERE status = 'PENDING' ORDER BY ready_score, id LIMIT :limit) waiting
      """;

  private final JdbcClient jdbc;
  private final int limit;
  private final Clock clock;
  private final ReentrantLock counting = new ReentrantLock();
  private final AtomicLong waiting = new AtomicLong();
  private volatile Instant countedAt = Instant.MIN;

  public QueueLimit(JdbcClient jdbc, QueueSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.limit = settings.maxQueued();
    this.clock = clock;
  }

  /**
   * Admits jobs that are about to be stored, all or none.
   *
   * @param jobs how many, at least 1
   * @return why they are refused; empty when they are admitted
   */
  public Optional<QueueFullException> admit(int jobs) {
    // Nobody waits for another's count, which takes long while PostgreSQL is away
    if (isOlderThan(FRESH_TO_ADMIT) && counting.tryLock()) {
      count(FRESH_TO_ADMIT);
    }
    if (hasRoom(jobs)) {
      return Optional.empty();
    }
    counting.lock();
    count(FRESH_TO_REFUSE);
    return hasRoom(jobs)
        ? Optional.empty()
        : Optional.of(new QueueFullException(refusal(jobs, waiting.get())));
  }

  /**
   * As {@link #admit}.
   *
   * @throws QueueFullException when they are refused
   */
  public void require(int jobs) {
    admit(jobs)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  private boolean hasRoom(int jobs) {
    if (waiting.addAndGet(jobs) <= limit) {
      return true;
    }
    waiting.addAndGet(-jobs);
    return false;
  }

  private boolean isOlderThan(Duration fresh) {
    return countedAt.plus(fresh).isBefore(clock.instant());
  }

  private void count(Duration fresh) {
    try {
      if (isOlderThan(fresh)) {
        waiting.set(jdbc.sql(COUNT).param("limit", limit).query(Long.class).single());
        countedAt = clock.instant();
      }
    } finally {
      counting.unlock();
    }
  }

  private String refusal(int jobs, long waiting) {
    if (jobs > limit) {
      return String.format(
          Locale.ROOT,
          "%,d jobs at once are more than may ever wait, %,d (trainyard.queue.max-queued); ask for fewer",
          jobs,
          limit);
    }
    String waitingJobs = waiting >= limit ? "%,d or more" : "%,d";
    return String.format(
        Locale.ROOT,
        waitingJobs + " jobs wait, and %,d may (trainyard.queue.max-queued): try again later",
        waiting,
        limit);
  }
}
