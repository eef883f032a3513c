package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.Stage;
import dev.trainyard.job.view.LogFilter;
import dev.trainyard.job.view.LogQueries;
import dev.trainyard.job.work.JournalEntry;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.StoredTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log of a job records everything that happens to it, however it came about, and once. */
class JobLinesIT {
  private static final RetrySettings AT_ONCE = new RetrySettings(Duration.ZERO, 1, Duration.ZERO);
  private static final PinnedInputs INPUTS =
      new PinnedInputs(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), "fingerprint", "1");

  private final StoredJobs jobs = new StoredJobs();

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void aJobThatIsGivenBackTellsFromWhichTrialItGoesOn() {
    Lease lease = jobs.running();
    jobs.work.addTrials(lease, List.of(trial(0), trial(1), trial(2)));

    jobs.store.release(lease, Duration.ZERO);
    jobs.claim(lease.jobId());

    assertThat(lines(lease.jobId()))
        .containsExactly(
            "INFO Worker worker has given the job back; its search goes on from trial 3",
            "INFO Worker worker has taken the job, attempt 1 of 3; its search goes on from trial 3");
  }

  @Test
  void aLossTellsTheWorkerAndWhetherItCostAnAttempt() {
    Lease idle = jobs.running();
    lose(idle);
    Lease busy = jobs.claim(idle.jobId());
    jobs.work.addTrials(busy, List.of(trial(0)));
    lose(busy);

    assertThat(lines(idle.jobId()))
        .containsExactly(
            "WARN Worker worker was lost in attempt 1 of 3; its search begins",
            "INFO Worker worker has taken the job, attempt 2 of 3; its search begins",
            "WARN Worker worker was lost in attempt 2 of 3, which costs none as it had stored trials; its search"
                + " goes on from trial 1");
  }

  @Test
  void aFailureThatIsTriedAgainAndTheOneThatIsNotSayWhy() {
    Lease lease = jobs.running();
    JobFailure failure =
        new JobFailure(FailureKind.TRANSIENT, "Broken", "it broke", Stage.OPTIMIZATION, null);

    jobs.store.retry(lease, failure, Duration.ofMillis(1500));
    jobs.jdbc.sql("UPDATE training_jobs SET run_at = now()").update();
    jobs.store.fail(jobs.claim(lease.jobId()), failure);

    assertThat(lines(lease.jobId()))
        .contains(
            "WARN Attempt 1 of 3 failed (Broken): it broke. It is tried again in 1.5 s; its search begins",
            "ERROR Failed for good in attempt 2 of 3 (transient, Broken): it broke");
  }

  @Test
  void aDeadlineAndTheLastLossSayWhy() {
    Lease late = jobs.running();
    jobs.jdbc.sql("UPDATE training_jobs SET deadline_at = now()").update();
    jobs.store.failOverdue();
    Lease last = jobs.running();
    jobs.jdbc
        .sql("UPDATE training_jobs SET attempt = max_attempts WHERE id = ?")
        .param(last.jobId())
        .update();
    expire(last);
    jobs.store.failLost();

    assertThat(lines(late.jobId()))
        .singleElement()
        .asString()
        .startsWith(
            "ERROR Failed for good in attempt 1 of 3 (timeout, DeadlineExceeded): it ran longer");
    assertThat(lines(last.jobId()))
        .singleElement()
        .asString()
        .startsWith(
            "ERROR Failed for good in attempt 3 of 3 (lost, WorkerLost): its worker worker died");
  }

  @Test
  void aCancelAndARetryAreTold() {
    Lease lease = jobs.running();
    jobs.work.addTrials(lease, List.of(trial(0)));
    jobs.store.cancel(lease.jobId());
    jobs.retry(lease.jobId());
    jobs.store.cancel(lease.jobId());

    assertThat(lines(lease.jobId()))
        .containsExactly(
            "INFO Cancelled while worker worker ran it",
            "INFO Retried on request: its search goes on from trial 1",
            "INFO Cancelled while it waited");
  }

  @Test
  void aCompletedJobNamesItsConfigurationAndTheVerdict() {
    Lease lease = jobs.running();
    jobs.work.pin(lease, INPUTS, List.of());

    jobs.complete(lease);

    assertThat(lines(lease.jobId()))
        .containsExactly(
            "INFO Completed: configuration %s, verdict EDGE"
                .formatted(jobs.column(lease.jobId(), "config_id")));
  }

  @Test
  void aSearchThatIsOverDoesNotGoOn() {
    Lease validated = jobs.running();
    jobs.work.addTrials(validated, List.of(trial(0), trial(1)));
    jobs.work.progress(validated, ProgressSnapshot.of(Stage.VALIDATION, 0.5, "validating"));
    jobs.store.release(validated, Duration.ZERO);
    jobs.claim(validated.jobId());
    Lease complete = jobs.running();
    searchFor(2, complete);
    jobs.work.addTrials(complete, List.of(trial(0), trial(1)));
    jobs.store.cancel(complete.jobId());
    jobs.retry(complete.jobId());

    assertThat(lines(validated.jobId()))
        .containsExactly(
            "INFO Worker worker has given the job back; its search is done",
            "INFO Worker worker has taken the job, attempt 1 of 3; its search is done");
    assertThat(lines(complete.jobId())).contains("INFO Retried on request: its search is done");
  }

  @Test
  void aTrialOfALongSearchIsNumberedAsInAllOtherLines() {
    Lease lease = jobs.running();
    searchFor(5000, lease);
    jobs.work.addTrials(lease, List.of(trial(1233)));

    jobs.store.release(lease, Duration.ZERO);

    assertThat(lines(lease.jobId()))
        .containsExactly(
            "INFO Worker worker has given the job back; its search goes on from trial 1,234");
  }

  @Test
  void onlyTheFirstClaimIsLeftToItsWorkerToTell() {
    UUID job = jobs.submit("normal").id();
    ClaimedJob first = claimed(job);
    jobs.store.release(first.lease(), Duration.ZERO);
    ClaimedJob second = claimed(job);

    assertThat(first.isFirstClaim()).isTrue();
    assertThat(second.isFirstClaim()).isFalse();
  }

  @Test
  void theFirstClaimCostsNoLine() {
    assertThat(lines(jobs.running().jobId())).isEmpty();
  }

  @Test
  void whatSeveralWorkersSayOfTheSameWorkStandsOnce() {
    Lease first = jobs.running();
    say(first, "candles", "1,000 candles");
    jobs.store.release(first, Duration.ZERO);
    Lease second = jobs.claim(first.jobId());
    say(second, "candles", "1,000 candles");
    say(second, "search", "searching");

    assertThat(lines(first.jobId()))
        .filteredOn(line -> !line.contains("orker"))
        .containsExactly("INFO 1,000 candles", "INFO searching");
  }

  @Test
  void workThatIsThrownAwayIsToldAgainAndTheReasonOnce() {
    Lease lease = jobs.running();
    say(lease, "search", "searching");

    jobs.work.discardTrials(lease, INPUTS, "The candles have changed");
    jobs.work.discardTrials(lease, INPUTS, "The candles have changed");
    say(lease, "search", "searching");

    assertThat(lines(lease.jobId()))
        .containsExactly("INFO searching", "WARN The candles have changed", "INFO searching");
  }

  @Test
  void aRetryFromTheStartTellsItsWorkAgain() {
    Lease lease = jobs.running();
    say(lease, "search", "searching");
    jobs.fail(lease, FailureKind.PERMANENT);
    jobs.retry(lease.jobId());
    say(jobs.claim(lease.jobId()), "search", "searching");

    assertThat(lines(lease.jobId()))
        .containsSubsequence(
            "INFO searching",
            "INFO Retried on request, from the start: its failure was permanent",
            "INFO searching");
  }

  @Test
  void theLinesOfAWorkerAreBoundedAndTheEndIsStillTold() {
    Lease lease = jobs.running();
    for (int page = 0; page < 15; page++) {
      int from = page * 100;
      jobs.work.store(
          lease,
          new JournalEntry(
              List.of(),
              null,
              IntStream.range(from, from + 100)
                  .mapToObj(n -> LogLine.info("best " + n, Stage.OPTIMIZATION, "best " + n))
                  .toList()));
    }
    assertThat(lines(lease.jobId())).hasSize(1000);

    jobs.fail(lease, FailureKind.PERMANENT);

    assertThat(lines(lease.jobId())).hasSize(1001).last().asString().endsWith("it broke");
  }

  private void searchFor(int trials, Lease lease) {
    jobs.jdbc
        .sql("UPDATE training_jobs SET request = json_build_object('n_iterations', ?) WHERE id = ?")
        .params(trials, lease.jobId())
        .update();
  }

  private ClaimedJob claimed(UUID job) {
    return jobs.claims.claim(List.of(job), "worker", true).get(0);
  }

  private void lose(Lease lease) {
    expire(lease);
    jobs.store.returnExpired(AT_ONCE);
    jobs.jdbc.sql("UPDATE training_jobs SET run_at = now()").update();
  }

  private void expire(Lease lease) {
    jobs.jdbc
        .sql("UPDATE training_jobs SET lease_expires_at = now() - interval '1 second' WHERE id = ?")
        .param(lease.jobId())
        .update();
  }

  private void say(Lease lease, String key, String message) {
    jobs.work.store(
        lease,
        new JournalEntry(List.of(), null, List.of(LogLine.info(key, Stage.OPTIMIZATION, message))));
  }

  /** Level and message of each line, in the order in which a client reads them. */
  private List<String> lines(UUID job) {
    return new LogQueries(jobs.jdbc)
        .list(job, LogFilter.ALL, 0, 10_000).stream()
            .map(line -> line.level() + " " + line.message())
            .toList();
  }

  private static StoredTrial trial(int number) {
    return new StoredTrial("search", number, "{}", 1, 0, true, "{}", null, null);
  }
}
