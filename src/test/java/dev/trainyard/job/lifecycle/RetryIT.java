package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.Lease;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.Stage;
import dev.trainyard.job.view.ProgressQueries;
import dev.trainyard.job.view.ProgressView;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.StoredTrial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The retry of jobs that failed or were cancelled. */
class RetryIT {
  private static final PinnedInputs INPUTS =
      new PinnedInputs(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), "f", "1");

  private static StoredJobs jobs;

  @BeforeAll
  static void open() {
    jobs = new StoredJobs();
  }

  @AfterAll
  static void close() {
    jobs.close();
  }

  @Test
  void aFailedJobStartsAgainAsIfItWereNew() {
    Lease lease = jobs.running();
    jobs.jdbc
        .sql("UPDATE training_jobs SET attempt = 3, losses = 2, elapsed_ms = 99 WHERE id = ?")
        .param(lease.jobId())
        .update();
    jobs.fail(lease, FailureKind.TRANSIENT);

    SubmittedJob again = jobs.store.retryEnded(lease.jobId()).orElseThrow();

    assertThat(again.id()).isEqualTo(lease.jobId());
    assertThat(again.due()).isTrue();
    assertThat(
            List.of("status", "attempt", "losses", "elapsed_ms").stream()
                .map(column -> jobs.column(lease.jobId(), column)))
        .containsExactly("PENDING", "1", "0", "0");
    assertThat(
            List.of(
                "error", "finished_at", "started_at", "deadline_at", "lease_token", "config_id"))
        .allSatisfy(column -> assertThat(jobs.column(lease.jobId(), column)).isNull());
    assertThat(jobs.events(lease.jobId()))
        .containsExactly("PENDING", "RUNNING", "FAILED", "PENDING");
    assertThat(jobs.claim(lease.jobId())).isNotEqualTo(lease);
    assertThat(jobs.count("job_attempts", lease.jobId())).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void trialsAndInputsAreKeptUnlessTheFailureWasPermanent(FailureKind kind) {
    Lease lease = withTrialAndInputs();
    jobs.fail(lease, kind);

    jobs.retry(lease.jobId());

    boolean isKept = kind != FailureKind.PERMANENT;
    assertThat(jobs.count("training_trials", lease.jobId())).isEqualTo(isKept ? 1 : 0);
    for (String column : List.of("data_from", "data_to", "data_fingerprint", "engine_version")) {
      assertThat(jobs.column(lease.jobId(), column) != null).as(column).isEqualTo(isKept);
    }
  }

  @Test
  void aCancelledJobGoesOnFromItsTrials() {
    Lease lease = withTrialAndInputs();
    jobs.store.cancel(lease.jobId());

    jobs.retry(lease.jobId());

    List<StoredTrial> kept = new ArrayList<>();
    jobs.work.eachTrial(jobs.claim(lease.jobId()), "search", kept::add);
    assertThat(kept).hasSize(1);
  }

  @Test
  void progressGoesOnFromTheTrialsThatAreKept() {
    Lease lease = jobs.running();
    jobs.work.progress(lease, ProgressSnapshot.of(Stage.VALIDATION, 0.5, "late"));
    jobs.fail(lease, FailureKind.TRANSIENT);

    jobs.retry(lease.jobId());

    ProgressView waiting = progress(lease.jobId());
    assertThat(waiting.percentage()).isEqualTo(85);
    assertThat(waiting.currentStep()).isEqualTo(Stage.VALIDATION);
    boolean told =
        jobs.work.progress(
            jobs.claim(lease.jobId()), ProgressSnapshot.of(Stage.DATA_PREPARATION, 0.4, "early"));
    assertThat(told).as("the candles are loaded again").isFalse();
    assertThat(progress(lease.jobId()).percentage()).isEqualTo(85);
  }

  @Test
  void progressBeginsAnewWithTheTrials() {
    Lease lease = jobs.running();
    jobs.work.progress(lease, ProgressSnapshot.of(Stage.VALIDATION, 0.5, "late"));
    jobs.fail(lease, FailureKind.PERMANENT);

    jobs.retry(lease.jobId());
    assertThat(progress(lease.jobId()).percentage()).isZero();

    Lease again = jobs.claim(lease.jobId());
    jobs.work.progress(again, ProgressSnapshot.of(Stage.DATA_PREPARATION, 0.4, "early"));
    assertThat(progress(lease.jobId()).percentage()).isEqualTo(10);
    jobs.work.discardTrials(again, INPUTS, "other candles");
    assertThat(progress(lease.jobId()).percentage()).isZero();
  }

  private ProgressView progress(UUID job) {
    return new ProgressQueries(jobs.jdbc).find(job).orElseThrow();
  }

  @Test
  void theNewPlaceInTheQueueHasTheHeadStartOfThePriority() {
    long high = retriedScore("high");
    long normal = retriedScore("normal");
    long low = retriedScore("low");

    long now = Instant.now().toEpochMilli();
    assertThat(normal).isBetween(now - 60_000, now + 60_000);
    assertThat(high).isBetween(normal - 660_000, normal - 540_000);
    assertThat(low).isBetween(normal + 1_140_000, normal + 1_260_000);
  }

  @Test
  void theDeadLetterOfARetriedJobIsReplayedByTheJobItself() {
    UUID job = jobs.failed(FailureKind.TRANSIENT);

    jobs.retry(job);

    assertThat(replayedAs(jobs.deadLetter(job))).contains(job);
  }

  @Test
  void aJobThatFailsAgainHasADeadLetterOfItsOwn() {
    UUID job = jobs.failed(FailureKind.TRANSIENT);
    jobs.retry(job);
    UUID first = jobs.deadLetter(job);

    jobs.fail(jobs.claim(job), FailureKind.TRANSIENT);

    assertThat(jobs.deadLetter(job)).isNotEqualTo(first);
    assertThat(replayedAs(jobs.deadLetter(job))).isEmpty();
    assertThat(jobs.store.retryEnded(job)).isPresent();
  }

  @Test
  void aLateWorkerWritesNothingIntoTheRetriedJob() {
    Lease late = jobs.running();
    jobs.store.cancel(late.jobId());
    jobs.retry(late.jobId());

    assertThat(jobs.leases.heartbeat(List.of(late))).isEmpty();
    jobs.fail(late, FailureKind.PERMANENT);

    assertThat(jobs.column(late.jobId(), "status")).isEqualTo("PENDING");
  }

  @Test
  void jobsInOtherStatesAreLeftAlone() {
    UUID waiting = jobs.submit("normal").id();
    Lease running = jobs.running();

    assertThat(jobs.store.retryEnded(waiting)).isEmpty();
    assertThat(jobs.store.retryEnded(running.jobId())).isEmpty();
    assertThat(jobs.store.retryEnded(UUID.randomUUID())).isEmpty();

    assertThat(jobs.leases.attempt(running).held()).isTrue();
  }

  @Test
  void ofTwoRetriesAtOnceOneHappens() throws Exception {
    for (int i = 0; i < 100; i++) {
      UUID job = jobs.failed(FailureKind.TRANSIENT);

      List<Optional<SubmittedJob>> retries =
          Race.run(() -> jobs.store.retryEnded(job), () -> jobs.store.retryEnded(job));

      assertThat(retries.stream().filter(Optional::isPresent)).hasSize(1);
      assertThat(jobs.events(job)).containsExactly("PENDING", "RUNNING", "FAILED", "PENDING");
    }
  }

  private static Lease withTrialAndInputs() {
    Lease lease = jobs.running();
    jobs.work.pin(lease, INPUTS, List.of());
    jobs.work.addTrials(
        lease, List.of(new StoredTrial("search", 0, "{}", 0.1, 0, true, "{}", null, null)));
    return lease;
  }

  private static long retriedScore(String priority) {
    Lease lease = jobs.claim(jobs.submit(priority).id());
    jobs.store.cancel(lease.jobId());
    return jobs.store.retryEnded(lease.jobId()).orElseThrow().readyScore();
  }

  private static Optional<UUID> replayedAs(UUID deadLetter) {
    return Optional.ofNullable(
        (UUID)
            jobs.jdbc
                .sql("SELECT replayed_as FROM failed_jobs WHERE id = ?")
                .param(deadLetter)
                .query()
                .singleRow()
                .get("replayed_as"));
  }
}
