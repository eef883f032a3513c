package dev.trainyard.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TrainingClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One fault at a time on a cluster with default settings, where it is plain what must follow. */
class SingleFaultIT {
  private static final Duration PATIENCE = Patience.LIMIT;

  /** A lease and a round of repair take 12 s; a busy machine adds to the claim that follows. */
  private static final Duration RECOVERY = Patience.LIMIT;

  private static final long LONG_TRIALS = 6000;

  /** Long enough for any fault to strike in its middle. */
  private static final Map<String, Object> LONG =
      Map.of("n_iterations", LONG_TRIALS, "optimizer", "random", "run_validation", false);

  /** For ever, as far as a test is concerned. */
  private static final Map<String, Object> ENDLESS =
      Map.of("n_iterations", 100_000, "optimizer", "random", "run_validation", false);

  private static final Map<String, Object> SHORT =
      Map.of("n_iterations", 20, "optimizer", "random", "run_validation", false);

  private static final FaultLog LOG = new FaultLog();

  private static Cluster cluster;
  private static TrainingClient client;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = Cluster.start(LOG, 2, "--trainyard.worker.trial-threads=1");
    client = cluster.client();
    client.uploadCandles();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void endAllJobs() {
    cluster.awaitReady();
    awaits()
        .until(
            () -> {
              cluster
                  .jdbc()
                  .sql("UPDATE training_jobs SET deadline_at = now() WHERE status = 'RUNNING'")
                  .update();
              return unfinished() == 0;
            });
  }

  @Test
  void theJobOfAKilledWorkerRunsAgainWithinFifteenSeconds() throws Exception {
    RecoveryClock recovery = new RecoveryClock();
    String job = client.submit(LONG);
    awaitTrials(job);

    Node worker = ownerOf(job);
    recovery.killed(worker.pid(), cluster.isEveryWorkerListed());
    worker.kill();

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("lost", "completed");
    assertThat(recovery.recoveries(cluster.jdbc()))
        .singleElement()
        .satisfies(time -> assertThat(time).isLessThan(RECOVERY));
  }

  @Test
  void aWorkerThatWakesAfterItsLeaseWasGivenAwayWritesNothingMore() throws Exception {
    String job = client.submit(ENDLESS);
    awaitTrials(job);
    Node sleeper = ownerOf(job);
    sleeper.pause();
    try {
      awaits().until(() -> runsElsewhere(job, sleeper));
      Node second = ownerOf(job);
      second.pause();
      try {
        String before = written(job);
        sleeper.resume();
        awaits().until(() -> sleeper.output().contains("job %s stopped".formatted(job)));
        assertThat(written(job)).isEqualTo(before);
      } finally {
        second.resume();
      }
    } finally {
      sleeper.resume();
    }
  }

  @Test
  void aTermSignalGivesTheJobBackUnharmedAndEndsTheWorker() throws Exception {
    String job = client.submit(LONG);
    awaitTrials(job);

    ownerOf(job).terminate();

    awaits().until(() -> outcomes(job).size() == 2);
    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    JsonNode attempts = client.get("/jobs/" + job).path("attempts");
    assertThat(outcomes(job)).containsExactly("released", "completed");
    assertThat(attempts).extracting(a -> a.path("number").asInt()).containsExactly(1, 1);
  }

  /** Not yet due, so that no work of theirs brings them to the disk. */
  @Test
  void acceptedJobsOutliveACrashOfPostgresRightAfterTheAnswer() throws Exception {
    cluster.postgres().writeLate();
    try {
      Map<String, Object> delayed = with(SHORT, "run_at", Instant.now().plusSeconds(5).toString());
      List<String> jobs = List.of(client.submit(delayed), client.submit(delayed));

      cluster.postgres().crash();
      cluster.postgres().start();
      cluster.awaitReady();

      assertThat(jobs)
          .allSatisfy(
              job ->
                  assertThat(client.awaitFinal(job).path("status").asText())
                      .isEqualTo("COMPLETED"));
    } finally {
      cluster.postgres().writeInTime();
    }
  }

  /** The worker outlives the crash, so nobody would make again what the crash took away. */
  @Test
  void aCrashOfPostgresTakesNoTrialFromAJobThatRunsOn() throws Exception {
    cluster.postgres().writeLate();
    try {
      String job = client.submit(LONG);
      awaitTrials(job);
      long before = trials(job);
      awaits().until(() -> trials(job) > before);

      cluster.postgres().crash();
      cluster.postgres().start();
      cluster.awaitReady();

      assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
      assertThat(outcomes(job)).containsExactly("completed");
      assertThat(trials(job)).isEqualTo(LONG_TRIALS);
    } finally {
      cluster.postgres().writeInTime();
    }
  }

  @Test
  void aPostgresThatIsReadOnlyForLongerThanALeaseCostsNoAttempt() throws Exception {
    String job = client.submit(LONG);
    awaitTrials(job);

    cluster.postgres().refuseWrites();
    try {
      HttpResponse<String> refusal = client.tryToSubmit(SHORT);
      assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(503);
      assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
      awaits().until(() -> leaseHasRunOut(job));
    } finally {
      cluster.postgres().acceptWrites();
    }

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).endsWith("completed").isSubsetOf("released", "completed");
    assertThat(client.get("/jobs/" + job).path("attempt").asInt()).isEqualTo(1);
    assertThat(trials(job)).isEqualTo(LONG_TRIALS);
    assertThat(client.awaitFinal(client.submit(SHORT)).path("status").asText())
        .isEqualTo("COMPLETED");
  }

  private static boolean leaseHasRunOut(String job) {
    return cluster
        .jdbc()
        .sql(
            "SELECT lease_expires_at < now() - interval '2 seconds' FROM training_jobs WHERE id = :job")
        .param("job", UUID.fromString(job))
        .query(Boolean.class)
        .single();
  }

  /** As after a failover to a replica that was behind. */
  @Test
  void aTrialThatTheDatabaseHasForgottenIsMadeAgain() {
    String job = client.submit(LONG);
    awaitTrials(job);

    int forgotten =
        cluster
            .jdbc()
            .sql("DELETE FROM training_trials WHERE job_id = :job AND number = 0")
            .param("job", UUID.fromString(job))
            .update();

    assertThat(forgotten).isEqualTo(1);

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("failed", "completed");
    assertThat(trials(job)).isEqualTo(LONG_TRIALS);
  }

  /** Such a connection says nothing for ever: only a time-out tells. */
  @Test
  void workersWhoseConnectionsHaveVanishedTakeJobsAgain() {
    cluster.workers().forEach(worker -> worker.postgres().strand());

    assertThat(client.awaitFinal(client.submit(SHORT)).path("status").asText())
        .isEqualTo("COMPLETED");
  }

  @Test
  void aRestartOfTheApiDoesNotTouchARunningJob() throws Exception {
    String job = client.submit(LONG);
    awaitTrials(job);

    cluster.api().kill();
    cluster.awaitReady();

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("completed");
  }

  @Test
  void aRedisThatForgetsEverythingLosesNeitherWaitingNorDelayedJobs() {
    List<String> jobs = new ArrayList<>();
    jobs.add(client.submit(LONG));
    jobs.add(client.submit(LONG));
    for (int i = 0; i < 5; i++) {
      jobs.add(client.submit(SHORT));
      jobs.add(client.submit(with(SHORT, "run_at", Instant.now().plusSeconds(2 + i).toString())));
    }

    cluster.redis().ask(jedis -> jedis.flushAll());

    assertThat(jobs)
        .allSatisfy(
            job ->
                assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED"));
  }

  @Test
  void aWorkerThatVanishesInTheMiddleOfARepairHoldsUpNoOther() {
    String job = client.submit(ENDLESS);
    awaitTrials(job);
    Node worker = ownerOf(job);
    holdInRepair(worker);
    worker.redis().hold();

    try {
      awaits().until(() -> runsElsewhere(job, worker));
    } finally {
      worker.postgres().heal();
      worker.redis().heal();
    }

    assertThat(outcomes(job)).startsWith("lost");
  }

  /** Cuts a worker off, without a word, while the server waits for it in its round of repair. */
  private static void holdInRepair(Node worker) {
    worker.postgres().delay(Duration.ofMillis(100));
    awaits()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              Optional<Integer> repairing = repairing();
              if (repairing.isEmpty()) {
                return false;
              }
              worker.postgres().hold();
              if (staysIn(repairing)) {
                return true;
              }
              // It was the round of another process
              worker.postgres().heal();
              worker.postgres().delay(Duration.ofMillis(100));
              return false;
            });
  }

  private static boolean staysIn(Optional<Integer> repairing) throws InterruptedException {
    for (int look = 0; look < 10; look++) {
      Thread.sleep(50);
      if (!repairing().equals(repairing)) {
        return false;
      }
    }
    return true;
  }

  /** The session that holds the lock under which jobs are repaired. */
  private static Optional<Integer> repairing() {
    return cluster
        .jdbc()
        .sql("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted")
        .query(Integer.class)
        .optional();
  }

  /** All that a worker could have changed, but for the heartbeat of the one that holds the job. */
  private static String written(String job) {
    return cluster
        .jdbc()
        .sql(
            """
            SELECT concat_ws(' ', status, lease_token, attempt, event_seq,
                (SELECT count(*) FROM training_trials WHERE job_id = j.id),
                (SELECT count(*) FROM trained_configurations WHERE job_id = j.id),
                (SELECT to_json(p) FROM training_progress p WHERE job_id = j.id))
            FROM training_jobs j WHERE id = :job
            """)
        .param("job", UUID.fromString(job))
        .query(String.class)
        .single();
  }

  private static void awaitTrials(String job) {
    awaits().until(() -> trials(job) > 0);
  }

  private static long trials(String job) {
    return cluster
        .jdbc()
        .sql("SELECT count(*) FROM training_trials WHERE job_id = :job")
        .param("job", UUID.fromString(job))
        .query(Long.class)
        .single();
  }

  private static long unfinished() {
    return cluster
        .jdbc()
        .sql("SELECT count(*) FROM training_jobs WHERE status IN ('PENDING', 'RUNNING')")
        .query(Long.class)
        .single();
  }

  /** The worker that runs a job; null when none does. */
  private static Node ownerOf(String job) {
    String owner = client.get("/jobs/" + job).path("worker_id").asText();
    return cluster.workers().stream()
        .filter(worker -> worker.isCalled(owner))
        .findFirst()
        .orElse(null);
  }

  private static boolean runsElsewhere(String job, Node worker) {
    Node owner = ownerOf(job);
    return owner != null && !owner.equals(worker);
  }

  private static List<String> outcomes(String job) {
    JsonNode attempts = client.get("/jobs/" + job).path("attempts");
    return StreamSupport.stream(attempts.spliterator(), false)
        .map(attempt -> attempt.path("outcome").asText())
        .toList();
  }

  private static Map<String, Object> with(Map<String, Object> fields, String name, Object value) {
    Map<String, Object> all = new HashMap<>(fields);
    all.put(name, value);
    return all;
  }

  private static ConditionFactory awaits() {
    return await().atMost(PATIENCE).ignoreExceptions();
  }
}
