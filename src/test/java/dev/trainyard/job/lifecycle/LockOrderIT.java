package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.access.Caller;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.Stage;
import dev.trainyard.job.deadletter.FailedJobStore;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.StoredTrial;
import dev.trainyard.support.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All statements lock in the order that {@link Transition} gives: no two of them ever wait for one
 * another. A bystander holds one of the rows in between, so that the statements meet as the test
 * wants it and not by luck.
 */
class LockOrderIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final int ACTORS = 7;
  private static final int STEPS_OF_EACH = 500;

  private StoredJobs jobs;
  private FailedJobStore failedJobs;

  @BeforeEach
  void open() {
    jobs = new StoredJobs();
    failedJobs = new FailedJobStore(jobs.jdbc, jobs.settings);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void aReplayThatIsHalfDoneAndARetryOfTheSameJobDoNotWaitForOneAnother() throws Exception {
    UUID job = failedTwice();
    UUID newest = jobs.deadLetter(job);
    try (Bystander bystander = new Bystander()) {
      bystander.does(
          """
          INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, replay_of, run_at,
              ready_score, timeout_seconds, max_attempts, space, batch_size)
          SELECT gen_random_uuid(), 'CANCELLED', strategy, symbol, exchange, timeframe, priority, request, id, run_at,
              ready_score, timeout_seconds, max_attempts, space, batch_size
          FROM training_jobs WHERE id = '%s'
          """
              .formatted(job));
      CompletableFuture<Optional<SubmittedJob>> replay =
          CompletableFuture.supplyAsync(() -> failedJobs.replay(newest, Caller.ROUTE));
      awaitWaiting(1);
      CompletableFuture<Optional<SubmittedJob>> retry =
          CompletableFuture.supplyAsync(() -> jobs.store.retryEnded(job));
      awaitWaiting(2);

      bystander.undoes();

      assertThat(replay.get()).as("the replay, which was first").isPresent();
      assertThat(retry.get()).as("the retry").isEmpty();
    }
  }

  @Test
  void aRetryThatIsHalfDoneAndAReplayOfTheSameJobDoNotWaitForOneAnother() throws Exception {
    UUID job = failedTwice();
    UUID newest = jobs.deadLetter(job);
    try (Bystander bystander = new Bystander()) {
      bystander.does("SELECT FROM failed_jobs WHERE id = '%s' FOR UPDATE".formatted(newest));
      CompletableFuture<Optional<SubmittedJob>> retry =
          CompletableFuture.supplyAsync(() -> jobs.store.retryEnded(job));
      awaitWaiting(1);
      CompletableFuture<Optional<SubmittedJob>> replay =
          CompletableFuture.supplyAsync(() -> failedJobs.replay(newest, Caller.ROUTE));
      awaitWaiting(2);

      bystander.undoes();

      assertThat(retry.get()).as("the retry, which was first").isPresent();
      assertThat(replay.get()).as("the replay").isEmpty();
    }
    assertThat(jobs.column(job, "status")).isEqualTo("PENDING");
  }

  @Test
  void theLastProgressOfAStageAndTheFirstOfTheNextDoNotWaitForOneAnother() throws Exception {
    Lease lease = jobs.running();
    jobs.work.progress(lease, progress(Stage.DATA_PREPARATION));
    try (Bystander bystander = new Bystander()) {
      bystander.does(
          "SELECT FROM training_progress WHERE job_id = '%s' FOR UPDATE".formatted(lease.jobId()));
      CompletableFuture<Void> last =
          CompletableFuture.runAsync(() -> jobs.work.progress(lease, progress(Stage.OPTIMIZATION)));
      awaitWaiting(1);
      CompletableFuture<Void> first =
          CompletableFuture.runAsync(() -> jobs.work.progress(lease, progress(Stage.VALIDATION)));
      awaitWaiting(2);

      bystander.undoes();

      last.get();
      first.get();
    }
    assertThat(jobs.column(lease.jobId(), "stage")).isEqualTo("VALIDATION");
  }

  /**
   * Few jobs and many actors: nearly every statement meets another of the same job. Nothing here
   * retries a deadlock victim: the first victim fails its actor.
   */
  @Test
  void manyActorsOnTwoJobsNeverMeetInADeadlock() throws Exception {
    List<UUID> ids = List.of(jobs.submit("normal").id(), jobs.submit("normal").id());
    List<Callable<Void>> actors =
        IntStream.range(0, ACTORS).mapToObj(seed -> actor(ids, seed)).toList();

    Race.run(actors);
  }

  private Callable<Void> actor(List<UUID> ids, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return () -> {
      for (int step = 0; step < STEPS_OF_EACH; step++) {
        act(ids.get(random.nextInt(ids.size())), random);
      }
      return null;
    };
  }

  private void act(UUID job, SplittableRandom random) {
    Optional<Lease> held = jobs.held(job);
    if (held.isPresent()) {
      work(held.get(), random);
      return;
    }
    switch (random.nextInt(6)) {
      case 0, 1 -> jobs.store.retryEnded(job);
      case 2 -> newestDeadLetter(job).ifPresent(letter -> failedJobs.replay(letter, Caller.ROUTE));
      case 3 -> jobs.store.failOverdue();
      case 4 -> newestDeadLetter(job).ifPresent(letter -> unreplay(job, letter));
      default -> jobs.claims.claim(List.of(job), "worker", true);
    }
  }

  private void work(Lease lease, SplittableRandom random) {
    try {
      switch (random.nextInt(6)) {
        case 0 -> jobs.leases.heartbeat(List.of(lease));
        case 1 -> jobs.work.addTrials(lease, List.of(trial(1), trial(0)));
        case 2 -> jobs.work.progress(lease, progress(Stage.OPTIMIZATION));
        case 3 -> jobs.work.progress(lease, progress(Stage.VALIDATION));
        case 4 -> jobs.store.cancel(lease.jobId());
        default -> jobs.fail(lease, FailureKind.TRANSIENT);
      }
    } catch (LeaseLostException e) {
      // Another actor was faster
    }
  }

  /** Otherwise the first replay of a job would end its part in this test. */
  private void unreplay(UUID job, UUID letter) {
    jobs.jdbc
        .sql("UPDATE training_jobs SET replay_of = NULL WHERE replay_of = ?")
        .param(job)
        .update();
    jobs.jdbc.sql("UPDATE failed_jobs SET replayed_as = NULL WHERE id = ?").param(letter).update();
  }

  private Optional<UUID> newestDeadLetter(UUID job) {
    return jobs.jdbc
        .sql("SELECT id FROM failed_jobs WHERE job_id = ? ORDER BY id DESC LIMIT 1")
        .param(job)
        .query(UUID.class)
        .optional();
  }

  private UUID failedTwice() {
    UUID job = jobs.failed(FailureKind.TRANSIENT);
    jobs.retry(job);
    jobs.fail(jobs.claim(job), FailureKind.TRANSIENT);
    return job;
  }

  private static ProgressSnapshot progress(Stage stage) {
    return ProgressSnapshot.of(stage, 0.5, "half");
  }

  private static StoredTrial trial(int number) {
    return new StoredTrial("search", number, "{}", 1, 0, true, "{}", null, null);
  }

  /** Waits until this many sessions wait for a lock. */
  private void awaitWaiting(int sessions) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        jobs.jdbc
                            .sql(
                                """
                                SELECT count(*) FROM pg_stat_activity
                                WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
                                """)
                            .query(Integer.class)
                            .single())
                    .isEqualTo(sessions));
  }

  /** A session that holds a lock until it rolls back. */
  private final class Bystander implements AutoCloseable {
    private final Connection connection;

    Bystander() throws SQLException {
      connection = jobs.newConnection();
      connection.setAutoCommit(false);
    }

    void does(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    void undoes() throws SQLException {
      connection.rollback();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
