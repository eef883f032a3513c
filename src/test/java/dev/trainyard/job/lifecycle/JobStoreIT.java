package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.access.Caller;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.Priority;
import dev.trainyard.job.Stage;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.request.SampleRequests;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.StoredTrial;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.support.SampleRetention;
import dev.trainyard.support.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class JobStoreIT {
  private static final JobFailure FAILURE =
      new JobFailure(FailureKind.TRANSIENT, "SocketException", "reset", Stage.OPTIMIZATION, "at x");

  private static final RetrySettings BACKOFF =
      new RetrySettings(Duration.ofMinutes(1), 2, Duration.ofMinutes(5));

  private static DataSource dataSource;

  private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
  private JdbcClient jdbc;
  private JobStore store;
  private JobClaims claims;
  private JobLeases leases;
  private WorkStore work;

  @BeforeAll
  static void migrate() {
    dataSource = TestServers.shared().freshDatabase().dataSource();
    Flyway.configure().dataSource(dataSource).load().migrate();
  }

  @BeforeEach
  void emptyTables() {
    jdbc = JdbcClient.create(dataSource);
    jdbc.sql("TRUNCATE training_jobs, failed_jobs, trained_configurations CASCADE").update();
    jdbc.sql("UPDATE queue_state SET paused = false").update();
    QueueSettings settings =
        new QueueSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            100_000,
            new QueueSettings.HeadStart(Duration.ofMinutes(10), Duration.ofMinutes(10)));
    store = new JobStore(jdbc, json, settings, SampleRetention.settings());
    claims = new JobClaims(jdbc, json, settings, store, (job, failure) -> {});
    leases = new JobLeases(jdbc, settings);
    work = new WorkStore(new NamedParameterJdbcTemplate(dataSource), json);
  }

  @Test
  void idsSortByTimeWithinAMillisecondToo() {
    List<UUID> ids =
        jdbc.sql("SELECT uuid_v7() FROM generate_series(1, 500)").query(UUID.class).list();

    // Two ids of one microsecond may come in any order; their time, the first half, is the same
    assertThat(ids).isSortedAccordingTo(Comparator.comparing(UUID::getMostSignificantBits));
    assertThat(ids).allSatisfy(id -> assertThat(id.version()).isEqualTo(7));
    assertThat(ids).allSatisfy(id -> assertThat(id.variant()).isEqualTo(2));
  }

  @Test
  void aSubmittedJobIsPendingAndDueAtOnce() {
    SubmittedJob job = submit("normal");

    assertThat(status(job.id())).isEqualTo("PENDING");
    assertThat(claims.claim(List.of(job.id()), "worker", true))
        .singleElement()
        .satisfies(
            claimed -> {
              assertThat(claimed.id()).isEqualTo(job.id());
              assertThat(claimed.attempt()).isEqualTo(1);
              assertThat(claimed.request()).isEqualTo(request("normal"));
              assertThat(claimed.pinned()).isNull();
            });
    assertThat(status(job.id())).isEqualTo("RUNNING");
    assertThat(events(job.id())).containsExactly("PENDING", "RUNNING");
  }

  @Test
  void aSecondSubmissionWithTheSameKeyMakesNoJob() {
    assertThat(store.submit(newJob("normal", "key"))).isPresent();
    assertThat(store.submit(newJob("normal", "key"))).isEmpty();
  }

  @Test
  void aHighPriorityJobQueuesBeforeAnOlderOneAndALowOneBehind() {
    SubmittedJob low = submit("low");
    SubmittedJob normal = submit("normal");
    SubmittedJob high = submit("high");

    assertThat(List.of(high, normal, low))
        .isSortedAccordingTo((a, b) -> Long.compare(a.readyScore(), b.readyScore()));
  }

  /** The head start of ten minutes stands for any: each job is submitted a minute later. */
  @Test
  void anEndlessStreamOfHighJobsDoesNotStarveALowOne() {
    UUID low = submit("low").id();
    int claims = 0;
    ClaimedJob claimed;
    do {
      assertThat(claims).as("jobs that went before").isLessThanOrEqualTo(21);
      jdbc.sql(
              "UPDATE training_jobs SET ready_score = ready_score - 60000 WHERE status = 'PENDING'")
          .update();
      submit("high");
      SubmittedJob next = store.nextDue(null, 1).get(0);
      claimed = this.claims.claim(List.of(next.id()), "worker", true).get(0);
      claims++;
    } while (!claimed.id().equals(low));
  }

  @Test
  void aJobIsClaimedOnceHoweverManyWorkersTry() {
    List<UUID> ids = IntStream.range(0, 100).mapToObj(i -> submit("normal").id()).toList();

    List<UUID> claimed =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(worker -> claims.claim(ids, "worker-" + worker, true))
            .flatMap(List::stream)
            .map(ClaimedJob::id)
            .toList();

    assertThat(claimed).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void aPausedQueueHandsOutNothing() {
    SubmittedJob job = submit("normal");
    jdbc.sql("UPDATE queue_state SET paused = true").update();

    assertThat(claims.claim(List.of(job.id()), "worker", true)).isEmpty();
    assertThat(claims.claimDue(10, "worker", true)).isEmpty();
  }

  @Test
  void aJobWithoutAHintIsClaimedFromSqlOnceItHasBeenDueForASecond() {
    SubmittedJob job = submit("normal");
    assertThat(claims.claimDue(10, "worker", true)).isEmpty();

    jdbc.sql("UPDATE training_jobs SET run_at = now() - interval '2 seconds'").update();

    assertThat(claims.claimDue(10, "worker", true))
        .extracting(ClaimedJob::id)
        .containsExactly(job.id());
  }

  @Test
  void aJobThatLostAWorkerGoesToAnIdleWorkerOnly() {
    SubmittedJob job = submit("normal");
    jdbc.sql("UPDATE training_jobs SET losses = 1").update();

    assertThat(claims.claim(List.of(job.id()), "busy", false)).isEmpty();
    assertThat(claims.claim(List.of(job.id()), "idle", true)).hasSize(1);
  }

  @Test
  void aHeartbeatTellsWhichLeasesAreStillHeld() {
    Lease held = claim();
    Lease cancelled = claim();
    store.cancel(cancelled.jobId());

    assertThat(leases.heartbeat(List.of(held, cancelled))).containsExactly(held);
  }

  @Test
  void aJobThatItsOwnWorkerEndedIsNotReportedAsLost() {
    Lease ended = claim();
    store.fail(ended, FAILURE);

    assertThat(leases.heartbeat(List.of(ended))).containsExactly(ended);
    assertThat(leases.attempt(ended).held()).isFalse();
  }

  @Test
  void aFailureWritesTheDeadLetterAndTheStateTogether() {
    Lease lease = claim();

    assertThat(store.fail(lease, FAILURE)).isTrue();

    assertThat(status(lease.jobId())).isEqualTo("FAILED");
    assertThat(failedJobs(lease.jobId())).isOne();
    assertThat(outcome(lease)).isEqualTo("failed");
  }

  @Test
  void aStaleLeaseWritesNothing() {
    Lease stale = claim();
    store.cancel(stale.jobId());

    assertThat(store.fail(stale, FAILURE)).isFalse();
    assertThat(store.retry(stale, FAILURE, Duration.ZERO)).isEmpty();
    assertThat(store.release(stale, Duration.ZERO)).isEmpty();
    assertThatThrownBy(() -> work.progress(stale, ProgressSnapshot.of(Stage.OPTIMIZATION, 0.5, "")))
        .isInstanceOf(LeaseLostException.class);
    assertThatThrownBy(() -> work.addTrials(stale, List.of(trial(0))))
        .isInstanceOf(LeaseLostException.class);

    assertThat(status(stale.jobId())).isEqualTo("CANCELLED");
    assertThat(failedJobs(stale.jobId())).isZero();
    assertThat(count("training_progress", stale.jobId())).isZero();
    assertThat(count("training_trials", stale.jobId())).isZero();
  }

  @Test
  void aTransientFailureIsDueAgainLaterUntilTheAttemptsAreUsedUp() {
    Lease first = claim();
    SubmittedJob again = store.retry(first, FAILURE, Duration.ofMinutes(1)).orElseThrow();

    assertThat(claims.claim(List.of(again.id()), "worker", true)).isEmpty();
    jdbc.sql("UPDATE training_jobs SET run_at = now()").update();
    assertThat(claims.claim(List.of(again.id()), "worker", true).get(0).attempt()).isEqualTo(2);

    jdbc.sql("UPDATE training_jobs SET attempt = max_attempts").update();
    assertThat(store.retry(lease(again.id()), FAILURE, Duration.ZERO)).isEmpty();
    assertThat(status(again.id())).isEqualTo("RUNNING");
  }

  @Test
  void aReleasedJobKeepsItsAttemptAndItsPlace() {
    SubmittedJob job = submit("normal");
    Lease lease = claims.claim(List.of(job.id()), "worker", true).get(0).lease();

    assertThat(store.release(lease, Duration.ZERO).orElseThrow().readyScore())
        .isEqualTo(job.readyScore());
    assertThat(claims.claim(List.of(job.id()), "worker", true).get(0).attempt()).isEqualTo(1);
  }

  @Test
  void theJobOfADeadWorkerIsDueAgainWithOneAttemptMore() {
    Lease lease = claim();
    jdbc.sql("UPDATE training_jobs SET lease_expires_at = now() - interval '1 second'").update();

    assertThat(store.returnExpired(BACKOFF))
        .extracting(SubmittedJob::id)
        .containsExactly(lease.jobId());

    assertThat(outcome(lease)).isEqualTo("lost");
    assertThat(claims.claim(List.of(lease.jobId()), "other", true).get(0).attempt()).isEqualTo(2);
  }

  @Test
  void aJobThatLosesTheWorkerOfItsLastAttemptIsADeadLetter() {
    Lease lease = claim();
    jdbc.sql(
            "UPDATE training_jobs SET attempt = max_attempts, lease_expires_at = now() - interval '1 second'")
        .update();

    assertThat(store.returnExpired(BACKOFF)).isEmpty();
    assertThat(store.failLost()).containsExactly(lease.jobId());
    assertThat(errorKind(lease.jobId())).isEqualTo("lost");
  }

  @Test
  void aLossCostsNoAttemptWhenItsClaimHadStoredTrials() {
    Lease lease = claim();
    work.addTrials(lease, List.of(trial(0)));
    jdbc.sql("UPDATE training_jobs SET max_attempts = 1").update();
    expireLeases();

    assertThat(store.failLost()).isEmpty();
    assertThat(store.returnExpired(BACKOFF)).hasSize(1);

    ClaimedJob again = claims.claim(List.of(lease.jobId()), "other", true).get(0);
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(again.losses()).isEqualTo(1);
    expireLeases();
    assertThat(store.returnExpired(BACKOFF)).as("this claim stored nothing").isEmpty();
    assertThat(store.failLost()).containsExactly(lease.jobId());
  }

  @Test
  void aJobIsGivenUpAtItsTenthLossHoweverFarItCame() {
    Lease lease = claim();
    work.addTrials(lease, List.of(trial(0)));
    jdbc.sql("UPDATE training_jobs SET losses = 9").update();
    expireLeases();

    assertThat(store.returnExpired(BACKOFF)).isEmpty();
    assertThat(store.failLost()).containsExactly(lease.jobId());
    assertThat(errorKind(lease.jobId())).isEqualTo("lost");
  }

  @Test
  void aJobWaitsFromItsSecondLossOnLongerAndLonger() {
    claim();
    assertThat(List.of(delayOfLoss(1), delayOfLoss(2), delayOfLoss(3), delayOfLoss(9)))
        .containsExactly(0L, 60L, 120L, 300L);
  }

  private long delayOfLoss(int loss) {
    jdbc.sql(
            """
            UPDATE training_jobs SET status = 'RUNNING', lease_token = gen_random_uuid(), losses = ?,
                lease_expires_at = now() - interval '1 second', deadline_at = now() + interval '1 hour', attempt = 1
            """)
        .param(loss - 1)
        .update();
    store.returnExpired(BACKOFF);
    return jdbc.sql("SELECT extract(epoch FROM run_at - updated_at)::bigint FROM training_jobs")
        .query(Long.class)
        .single();
  }

  @Test
  void aJobThatLostAWorkerIsClaimedAloneSoThatItTakesNoOtherWithIt() {
    SubmittedJob suspect = submit("normal");
    SubmittedJob first = submit("normal");
    SubmittedJob second = submit("normal");
    jdbc.sql("UPDATE training_jobs SET losses = 1 WHERE id = ?").param(suspect.id()).update();
    List<UUID> all = List.of(suspect.id(), first.id(), second.id());

    assertThat(claims.claim(all, "idle", true))
        .extracting(ClaimedJob::id)
        .containsExactly(suspect.id());
    assertThat(claims.claim(all, "busy", false))
        .extracting(ClaimedJob::id)
        .containsExactly(first.id(), second.id());
  }

  @Test
  void jobsBeforeOneThatLostAWorkerAreClaimedWithoutIt() {
    SubmittedJob first = submit("high");
    SubmittedJob suspect = submit("normal");
    SubmittedJob last = submit("low");
    jdbc.sql("UPDATE training_jobs SET losses = 1 WHERE id = ?").param(suspect.id()).update();

    assertThat(claims.claim(List.of(suspect.id(), last.id(), first.id()), "idle", true))
        .extracting(ClaimedJob::id)
        .containsExactly(first.id(), last.id());
  }

  @Test
  void aRequestThatThisVersionCannotReadFailsItsJobAndNoOther() {
    SubmittedJob unreadable = submit("normal");
    SubmittedJob readable = submit("normal");
    jdbc.sql("UPDATE training_jobs SET request = '{\"seed\": {}}' WHERE id = ?")
        .param(unreadable.id())
        .update();

    assertThat(claims.claim(List.of(unreadable.id(), readable.id()), "worker", true))
        .extracting(ClaimedJob::id)
        .containsExactly(readable.id());

    assertThat(status(unreadable.id())).isEqualTo("FAILED");
    assertThat(errorKind(unreadable.id())).isEqualTo("permanent");
  }

  private void expireLeases() {
    jdbc.sql("UPDATE training_jobs SET lease_expires_at = now() - interval '1 second'").update();
  }

  @Test
  void aJobPastItsDeadlineFailsAndItsWorkerIsFenced() {
    Lease lease = claim();
    jdbc.sql("UPDATE training_jobs SET deadline_at = now()").update();

    assertThat(store.failOverdue()).containsExactly(lease.jobId());

    assertThat(errorKind(lease.jobId())).isEqualTo("timeout");
    assertThat(outcome(lease)).isEqualTo("timeout");
    assertThat(leases.heartbeat(List.of(lease))).isEmpty();
  }

  @Test
  void progressOfAnAttemptNeverGoesBack() {
    Lease lease = claim();
    work.progress(lease, ProgressSnapshot.of(Stage.OPTIMIZATION, 0.5, ""));
    work.progress(lease, ProgressSnapshot.of(Stage.OPTIMIZATION, 0.1, ""));

    assertThat(jdbc.sql("SELECT percentage FROM training_progress").query(Double.class).single())
        .isEqualTo(50);
  }

  @Test
  void aTrialIsStoredOnceAndExactly() {
    Lease lease = claim();
    work.addTrials(lease, List.of(trial(0), trial(1)));
    work.addTrials(lease, List.of(trial(1), trial(2)));

    assertThat(stored(lease, "search"))
        .hasSize(3)
        .allSatisfy(t -> assertThat(t.score()).isEqualTo(0.1 + 0.2));
  }

  @Test
  void aWorkerThatVanishesWhileItStoresTrialsLeavesNoLock() throws Exception {
    Lease lease = claim();
    List<StoredTrial> trials = IntStream.range(0, 100).mapToObj(JobStoreIT::trial).toList();
    try (VanishingDataSource vanishing = new VanishingDataSource(dataSource)) {
      WorkStore vanished = new WorkStore(new NamedParameterJdbcTemplate(vanishing), json);

      // Nobody is left to see the result
      var unused = catchThrowable(() -> vanished.addTrials(lease, trials));

      assertThat(
              jdbc.sql("SELECT id FROM training_jobs FOR UPDATE SKIP LOCKED")
                  .query(UUID.class)
                  .list())
          .containsExactly(lease.jobId());
      assertThat(stored(lease, "search")).hasSize(trials.size());
    }
  }

  private static StoredTrial trial(int number) {
    return new StoredTrial("search", number, "{}", 0.1 + 0.2, 0, true, "{}", new byte[] {1}, null);
  }

  private Lease claim() {
    return claims.claim(List.of(submit("normal").id()), "worker", true).get(0).lease();
  }

  private Lease lease(UUID id) {
    return new Lease(
        id,
        jdbc.sql("SELECT lease_token FROM training_jobs WHERE id = ?")
            .param(id)
            .query(UUID.class)
            .single());
  }

  private SubmittedJob submit(String priority) {
    return store.submit(newJob(priority, null)).orElseThrow();
  }

  private NewJob newJob(String priority, String key) {
    TrainingRequest request = request(priority);
    try {
      return new NewJob(
          request,
          json.writeValueAsString(request),
          "[]",
          Caller.ROUTE,
          key,
          key == null ? null : "hash");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static TrainingRequest request(String priority) {
    return SampleRequests.of("LIQUIDITY_SWEEP", Priority.of(priority).orElseThrow());
  }

  private String status(UUID id) {
    return jdbc.sql("SELECT status FROM training_jobs WHERE id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private String errorKind(UUID id) {
    return jdbc.sql("SELECT error ->> 'kind' FROM training_jobs WHERE id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private List<String> events(UUID id) {
    return jdbc.sql("SELECT data ->> 'status' FROM job_events WHERE job_id = ? ORDER BY seq")
        .param(id)
        .query(String.class)
        .list();
  }

  private String outcome(Lease lease) {
    return jdbc.sql("SELECT outcome FROM job_attempts WHERE job_id = ? AND lease_token = ?")
        .param(lease.jobId())
        .param(lease.token())
        .query(String.class)
        .single();
  }

  private int failedJobs(UUID id) {
    return count("failed_jobs", id);
  }

  private int count(String table, UUID id) {
    return jdbc.sql("SELECT count(*) FROM " + table + " WHERE job_id = ?")
        .param(id)
        .query(Integer.class)
        .single();
  }

  private List<StoredTrial> stored(Lease lease, String study) {
    List<StoredTrial> trials = new ArrayList<>();
    work.eachTrial(lease, study, trials::add);
    return trials;
  }
}
