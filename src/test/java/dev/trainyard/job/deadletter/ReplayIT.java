package dev.trainyard.job.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.access.Caller;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.batch.BatchStore;
import dev.trainyard.job.batch.SubmittedBatch;
import dev.trainyard.job.lifecycle.Race;
import dev.trainyard.job.lifecycle.StoredJobs;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.support.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** The replay of dead letters as new jobs. */
class ReplayIT {
  private static final FailedJobFilter ALL =
      new FailedJobFilter(null, null, null, null, null, null, null, null, null, null, null);

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
  void aReplayIsANewJobWithTheRequestAndTheSpaceOfTheOld() {
    UUID failed = jobs.failed(FailureKind.PERMANENT);
    UUID deadLetter = jobs.deadLetter(failed);

    SubmittedJob replay = failedJobs.replay(deadLetter, Caller.ROUTE).orElseThrow();

    assertThat(replay.due()).isTrue();
    assertThat(jobs.column(replay.id(), "replay_of")).isEqualTo(failed.toString());
    for (String column :
        List.of("request", "space", "batch_size", "priority", "timeout_seconds", "max_attempts")) {
      assertThat(jobs.column(replay.id(), column)).isEqualTo(jobs.column(failed, column));
    }
    assertThat(replayedAs(deadLetter)).isEqualTo(replay.id());
    assertThat(jobs.column(failed, "status")).isEqualTo("FAILED");
    assertThat(jobs.events(replay.id())).containsExactly("PENDING");
    assertThat(jobs.claim(replay.id())).isNotNull();
  }

  @Test
  void aTimeToStartCountsOnlyWhileItIsToCome() {
    UUID past = jobs.failed(FailureKind.PERMANENT);
    UUID future = jobs.failed(FailureKind.PERMANENT);
    runAt(past, "2020-01-01T00:00:00Z");
    runAt(future, "2099-01-01T00:00:00Z");

    SubmittedJob now = failedJobs.replay(jobs.deadLetter(past), Caller.ROUTE).orElseThrow();
    SubmittedJob later = failedJobs.replay(jobs.deadLetter(future), Caller.ROUTE).orElseThrow();

    assertThat(now.due()).isTrue();
    long milli = now.runAt().toEpochMilli();
    assertThat(now.readyScore()).as("rounded").isBetween(milli, milli + 1);
    assertThat(later.due()).isFalse();
    assertThat(later.runAt()).isEqualTo("2099-01-01T00:00:00Z");
  }

  @Test
  void ofTwoReplaysAtOnceOneHappens() throws Exception {
    for (int i = 0; i < 50; i++) {
      UUID deadLetter = jobs.deadLetter(jobs.failed(FailureKind.PERMANENT));

      List<Optional<SubmittedJob>> replays =
          Race.run(
              () -> failedJobs.replay(deadLetter, Caller.ROUTE),
              () -> failedJobs.replay(deadLetter, Caller.ROUTE));

      assertThat(replays.stream().filter(Optional::isPresent)).hasSize(1);
    }
    assertThat(replays()).isEqualTo(50);
  }

  @Test
  void aFailureIsEitherRetriedOrReplayed() throws Exception {
    for (int i = 0; i < 50; i++) {
      UUID failed = jobs.failed(FailureKind.TRANSIENT);
      UUID deadLetter = jobs.deadLetter(failed);

      List<Optional<SubmittedJob>> outcome =
          Race.run(
              () -> failedJobs.replay(deadLetter, Caller.ROUTE),
              () -> jobs.store.retryEnded(failed));

      assertThat(outcome.stream().filter(Optional::isPresent)).hasSize(1);
      assertThat(replayedAs(deadLetter))
          .isEqualTo(outcome.stream().flatMap(Optional::stream).findFirst().orElseThrow().id());
    }
  }

  @Test
  void aFailureIsEitherRetriedOrReplayedInBulk() throws Exception {
    for (int i = 0; i < 50; i++) {
      UUID failed = jobs.failed(FailureKind.TRANSIENT);

      List<Integer> outcome =
          Race.run(
              () -> failedJobs.replayAll(ALL, "{}", Caller.ROUTE).jobs().size(),
              () -> jobs.store.retryEnded(failed).isPresent() ? 1 : 0);

      assertThat(outcome.get(0) + outcome.get(1)).isEqualTo(1);
    }
  }

  @Test
  void aReplayedJobIsNotRetriedEvenWithoutItsDeadLetter() {
    UUID failed = jobs.failed(FailureKind.TRANSIENT);
    UUID deadLetter = jobs.deadLetter(failed);
    assertThat(failedJobs.replay(deadLetter, Caller.ROUTE)).isPresent();
    assertThat(jobs.store.retryEnded(failed)).isEmpty();

    assertThat(failedJobs.discard(deadLetter)).isTrue();

    assertThat(jobs.store.retryEnded(failed)).isEmpty();
    assertThat(failedJobs.discard(deadLetter)).isFalse();
  }

  @Test
  void aDeadLetterWhoseTimeIsOverIsGone() {
    UUID deadLetter = jobs.deadLetter(jobs.failed(FailureKind.PERMANENT));
    jobs.jdbc.sql("UPDATE failed_jobs SET expires_at = now()").update();

    assertThat(failedJobs.replay(deadLetter, Caller.ROUTE)).isEmpty();
    assertThat(failedJobs.replayAll(ALL, "{}", Caller.ROUTE).jobs()).isEmpty();
    assertThat(new FailedJobQueries(jobs.jdbc).find(deadLetter)).isEmpty();
    assertThat(failedJobs.discard(deadLetter)).isFalse();
  }

  @Test
  void aBulkReplayIsOneBatchWithTheHeadStartOfEachPriority() {
    deadLetters(3);
    jobs.jdbc.sql("UPDATE training_jobs SET priority = 'high' WHERE symbol = 'S1/USD'").update();

    SubmittedBatch batch = failedJobs.replayAll(ALL, "{\"kind\": null}", Caller.ROUTE);

    assertThat(batch.jobs()).hasSize(3).allMatch(SubmittedJob::due);
    assertThat(new BatchStore(jobs.jdbc, jobs.settings).find(batch.id()).orElseThrow().jobs())
        .isEqualTo(3);
    assertThat(
            jobs.jdbc
                .sql("SELECT ready_score FROM training_jobs WHERE batch_id = ? ORDER BY symbol")
                .param(batch.id())
                .query(Long.class)
                .list())
        .satisfies(scores -> assertThat(scores.get(1)).isEqualTo(scores.get(0) - 600_000));
  }

  @Test
  void withNothingToReplayThereIsNoBatch() {
    assertThat(failedJobs.replayAll(ALL, "{}", Caller.ROUTE))
        .isEqualTo(new SubmittedBatch(null, 0, List.of(), false));
    assertThat(jobs.jdbc.sql("SELECT count(*) FROM batches").query(Long.class).single()).isZero();
  }

  @Test
  void aBulkReplayPassesOverWhatAnotherHolds() {
    deadLetters(2);
    UUID held =
        jobs.jdbc.sql("SELECT min(id::text)::uuid FROM failed_jobs").query(UUID.class).single();

    jobs.transaction()
        .executeWithoutResult(
            status -> {
              jobs.jdbc
                  .sql("SELECT FROM failed_jobs WHERE id = ? FOR UPDATE")
                  .param(held)
                  .query()
                  .listOfRows();
              assertThat(
                      CompletableFuture.supplyAsync(
                              () -> failedJobs.replayAll(ALL, "{}", Caller.ROUTE))
                          .join())
                  .satisfies(batch -> assertThat(batch.jobs()).hasSize(1));
            });

    assertThat(replayedAs(held)).isNull();
  }

  @Test
  void ofBulkReplaysAtOnceEachDeadLetterIsInOne() throws Exception {
    deadLetters(1000);

    List<SubmittedBatch> batches =
        Race.run(
            () -> failedJobs.replayAll(ALL, "{}", Caller.ROUTE),
            () -> failedJobs.replayAll(ALL, "{}", Caller.ROUTE),
            () -> failedJobs.replayAll(ALL, "{}", Caller.ROUTE));
    int replayed = batches.stream().mapToInt(batch -> batch.jobs().size()).sum();

    assertThat(replayed + failedJobs.replayAll(ALL, "{}", Caller.ROUTE).jobs().size())
        .isEqualTo(1000);
    assertEachOnce(1000);
  }

  @Test
  void aBulkReplayThatIsKilledHasReplayedAllOrNothing() {
    deadLetters(10_000);
    CompletableFuture<Integer> killed =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return failedJobs.replayAll(ALL, "{}", Caller.ROUTE).jobs().size();
              } catch (DataAccessException e) {
                return 0;
              }
            });
    await()
        .atMost(Patience.LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> killed.isDone() || killBackend());
    int before = killed.join();

    int after = failedJobs.replayAll(ALL, "{}", Caller.ROUTE).jobs().size();

    assertThat(before).isIn(0, 10_000);
    assertThat(before + after).isEqualTo(10_000);
    assertEachOnce(10_000);
  }

  private boolean killBackend() {
    return jobs.jdbc
            .sql(
                """
                SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'
                    AND query LIKE '%INSERT INTO batches%'
                """)
            .query(Integer.class)
            .single()
        > 0;
  }

  private void assertEachOnce(int deadLetters) {
    assertThat(replays()).isEqualTo(deadLetters);
    assertThat(
            jobs.jdbc
                .sql(
                    """
                    SELECT count(*) FROM failed_jobs f JOIN training_jobs j ON j.id = f.replayed_as AND j.replay_of = f.job_id
                    """)
                .query(Integer.class)
                .single())
        .isEqualTo(deadLetters);
    assertThat(jobs.jdbc.sql("SELECT sum(jobs) FROM batches").query(Integer.class).single())
        .isEqualTo(deadLetters);
  }

  private int replays() {
    return jobs.jdbc
        .sql("SELECT count(*) FROM training_jobs WHERE replay_of IS NOT NULL")
        .query(Integer.class)
        .single();
  }

  /** Copies a failed job with its dead letter, for the markets S0/USD, S1/USD, ... */
  private void deadLetters(int count) {
    UUID first = jobs.submit("normal").id();
    jobs.jdbc
        .sql(
            """
            WITH n AS (SELECT uuid_v7() AS id, 'S' || i || '/USD' AS symbol FROM generate_series(0, :count - 1) i),
            j AS (
              INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at,
                  ready_score, timeout_seconds, max_attempts, space, batch_size)
              SELECT n.id, 'FAILED', j.strategy, n.symbol, j.exchange, j.timeframe, j.priority, j.request, j.run_at,
                  j.ready_score, j.timeout_seconds, j.max_attempts, j.space, j.batch_size
              FROM n, training_jobs j WHERE j.id = :first)
            INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, kind, error_class, message, request,
                attempts, expires_at)
            SELECT uuid_v7(), n.id, j.strategy, n.symbol, j.exchange, j.timeframe, 'lost', 'WorkerLost', 'it died', j.request,
                3, now() + interval '7 days'
            FROM n, training_jobs j WHERE j.id = :first
            """)
        .param("count", count)
        .param("first", first)
        .update();
  }

  private void runAt(UUID job, String time) {
    jobs.jdbc
        .sql(
            """
            UPDATE failed_jobs SET request = CAST(jsonb_set(CAST(request AS jsonb), '{run_at}', to_jsonb(CAST(? AS text))) AS json)
            WHERE job_id = ?
            """)
        .params(time, job)
        .update();
  }

  private UUID replayedAs(UUID deadLetter) {
    return (UUID)
        jobs.jdbc
            .sql("SELECT replayed_as FROM failed_jobs WHERE id = ?")
            .param(deadLetter)
            .query()
            .singleRow()
            .get("replayed_as");
  }
}
