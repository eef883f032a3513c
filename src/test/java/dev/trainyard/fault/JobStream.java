package dev.trainyard.fault;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Submits jobs of all kinds, from a seed, as fast as they are worked off: small and long ones,
 * delayed ones, all priorities; and cancels some.
 */
final class JobStream {
  /** Enough for all slots, and few enough that the last ones end soon after the stream. */
  private static final int WAITING = 6;

  private static final long PAUSE_MILLIS = 150;
  private static final long MAX_DELAY_MILLIS = 4_000;

  private final PatientClient client;
  private final JdbcClient jdbc;
  private final SplittableRandom random;
  private final String keys;
  private final List<AcceptedJob> accepted = new CopyOnWriteArrayList<>();
  private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::run, "job-stream");
  private volatile boolean stopping;

  /**
   * A stream that does not flow yet.
   *
   * @param keys how the idempotency keys begin
   */
  JobStream(PatientClient client, JdbcClient jdbc, SplittableRandom random, String keys) {
    this.client = client;
    this.jdbc = jdbc;
    this.random = random;
    this.keys = keys;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the stream when the request that is being made has its answer. */
  void stop(long patienceMillis) throws InterruptedException {
    stopping = true;
    thread.join(patienceMillis);
    if (thread.isAlive()) {
      thread.interrupt();
      throw new AssertionError("a submission has no answer though nothing disturbs it any more");
    }
  }

  /** All jobs that were accepted. */
  List<AcceptedJob> accepted() {
    return accepted;
  }

  /** Those of them whose cancellation was confirmed. */
  Set<UUID> cancelled() {
    return cancelled;
  }

  private void run() {
    try {
      while (!stopping) {
        if (waiting() < WAITING) {
          submit();
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit() throws InterruptedException {
    Combination combination = Combination.any(random);
    Map<String, Object> request = combination.fields();
    request.put("priority", List.of("high", "normal", "normal", "low").get(random.nextInt(4)));
    if (random.nextInt(8) == 0) {
      request.put(
          "run_at",
          Instant.now()
              .plusMillis(random.nextLong(MAX_DELAY_MILLIS))
              .truncatedTo(ChronoUnit.MILLIS)
              .toString());
    }
    String key = keys + accepted.size();
    AcceptedJob job = new AcceptedJob(client.submit(key, request), key, combination);
    accepted.add(job);
    if (random.nextInt(10) == 0) {
      cancelAny();
    }
  }

  /** Cancels one of the last jobs, which may wait, run or be done. */
  private void cancelAny() throws InterruptedException {
    int last = accepted.size();
    AcceptedJob job = accepted.get(last - 1 - random.nextInt(Math.min(last, WAITING)));
    if (client.cancel(job.id())) {
      cancelled.add(job.id());
    }
  }

  /** Unfinished jobs; many while nobody knows, so that no flood builds up in an outage. */
  private long waiting() {
    try {
      return jdbc.sql("SELECT count(*) FROM training_jobs WHERE status IN ('PENDING', 'RUNNING')")
          .query(Long.class)
          .single();
    } catch (DataAccessException databaseIsAway) {
      return random.nextInt(2 * WAITING);
    }
  }
}
