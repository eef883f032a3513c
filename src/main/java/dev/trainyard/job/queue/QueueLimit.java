package dev.trainyard.job.queue;

import dev.trainyard.access.Caller;
import dev.trainyard.access.ClientSettings;
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
 * Limits the queue: at most {@code trainyard.queue.max-queued} jobs wait, including jobs that are
 * due later. A client may have a lower limit, {@code trainyard.clients.max-queued}.
 *
 * <p>The waiting jobs are counted at most once a second, and never beyond the limit; in between,
 * the jobs that this process admits are added. Jobs that other processes admit within that second
 * may exceed the limit. Jobs that workers release or lose are never refused.
 */
@Component
public class QueueLimit {
  private static final Duration FRESH_TO_ADMIT = Duration.ofSeconds(1);

  /** A refusal relies on a count this recent, so that a storm of refusals needs few counts. */
  private static final Duration FRESH_TO_REFUSE = Duration.ofMillis(100);

  /**
   * Ordered like the partial index of waiting jobs, so that PostgreSQL does not read the whole
   * table.
   */
  static final String COUNT =
      """
      SELECT count(*) FROM (
        SELECT id FROM training_jobs WHERE status = 'PENDING' ORDER BY ready_score, id LIMIT :limit) waiting
      """;

  static final String COUNT_OF_CLIENT =
      """
      SELECT count(*) FROM (
        SELECT FROM training_jobs WHERE status = 'PENDING' AND api_key_id = :client LIMIT :limit) waiting
      """;

  private final JdbcClient jdbc;
  private final int limit;
  private final int limitOfClient;
  private final Clock clock;
  private final ReentrantLock counting = new ReentrantLock();
  private final AtomicLong waiting = new AtomicLong();
  private volatile Instant countedAt = Instant.MIN;

  /** Creates the limits of a queue. */
  public QueueLimit(JdbcClient jdbc, QueueSettings settings, ClientSettings clients, Clock clock) {
    this.jdbc = jdbc;
    this.limit = settings.maxQueued();
    this.limitOfClient = clients.maxQueued();
    this.clock = clock;
  }

  /**
   * Admits jobs that are about to be stored, all or none.
   *
   * @param jobs the number of jobs, at least 1
   * @return the refusal, or empty when the jobs are admitted
   */
  public Optional<QueueFullException> admit(int jobs) {
    // No thread waits for another's count, which takes long while PostgreSQL is unavailable
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
   * Admits new jobs of a client as {@link #admit(int)} does, within the client's own limit.
   * Concurrent requests of one client may exceed that.
   *
   * @param jobs the number of jobs, at least 1
   * @param caller the client
   */
  public Optional<QueueFullException> admit(int jobs, Caller caller) {
    return refusalOfClient(jobs, caller).or(() -> admit(jobs));
  }

  private Optional<QueueFullException> refusalOfClient(int jobs, Caller caller) {
    if (limitOfClient == 0 || caller.client() == null) {
      return Optional.empty();
    }
    if (jobs > limitOfClient) {
      return Optional.of(
          new QueueFullException(
              String.format(
                  Locale.ROOT,
                  "%,d jobs at once are more than one client may ever have in the queue, %,d"
                      + " (trainyard.clients.max-queued); submit fewer",
                  jobs,
                  limitOfClient)));
    }
    long waitingOfClient =
        jdbc.sql(COUNT_OF_CLIENT)
            .param("client", caller.client())
            .param("limit", limitOfClient)
            .query(Long.class)
            .single();
    return waitingOfClient + jobs <= limitOfClient
        ? Optional.empty()
        : Optional.of(
            new QueueFullException(
                String.format(
                    Locale.ROOT,
                    "%,d jobs of %s are waiting and the limit for each client is %,d"
                        + " (trainyard.clients.max-queued): try again later",
                    waitingOfClient,
                    caller.name(),
                    limitOfClient)));
  }

  /**
   * Admits new jobs of a client as {@link #admit(int, Caller)} does.
   *
   * @throws QueueFullException when the jobs are refused
   */
  public void require(int jobs, Caller caller) {
    admit(jobs, caller)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  /**
   * Admits jobs as {@link #admit(int)} does.
   *
   * @throws QueueFullException when the jobs are refused
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
          "%,d jobs at once are more than the queue can ever hold, %,d (trainyard.queue.max-queued); submit fewer",
          jobs,
          limit);
    }
    String waitingJobs = waiting >= limit ? "%,d or more" : "%,d";
    return String.format(
        Locale.ROOT,
        waitingJobs
            + " jobs are waiting and the limit is %,d (trainyard.queue.max-queued): try again later",
        waiting,
        limit);
  }
}
