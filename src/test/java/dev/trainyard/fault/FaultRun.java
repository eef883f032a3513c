package dev.trainyard.fault;

import static org.awaitility.Awaitility.await;

import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.support.Patience;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A stream of jobs on a cluster that faults strike, and what became of the jobs. */
final class FaultRun {
  /** Short, so that much happens in little time. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final String[] SETTINGS = {
    "--trainyard.queue.lease=" + LEASE.toMillis() + "ms",
    "--trainyard.queue.heartbeat=500ms",
    "--trainyard.queue.reconcile-interval=500ms",
    "--trainyard.retry.initial-delay=500ms",
    "--trainyard.retry.max-delay=2s",
    "--trainyard.worker.trial-threads=1"
  };

  private static final int WORKERS = 2;
  private static final int HELPFUL_WORKERS = 3;
  private static final int MIN_PAUSE_MILLIS = 500;
  private static final int MAX_PAUSE_MILLIS = 2_500;
  private static final Duration END_PATIENCE = Patience.LIMIT;

  /** Each stranded connection of a worker's pool to Redis takes 5 s to be given up. */
  private static final Duration HINT_PATIENCE = Patience.LIMIT;

  private final long seed;
  private final FaultLog log = new FaultLog();
  private final RecoveryClock recovery = new RecoveryClock();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final List<String> violations = new ArrayList<>();

  FaultRun(long seed) {
    this.seed = seed;
  }

  /** Lets each kind of fault strike once, where each worker is alone with its jobs. */
  Report eachFaultOnce() throws IOException, SQLException, InterruptedException {
    try (Cluster cluster = Cluster.startPooled(log, WORKERS, false, SETTINGS)) {
      return run(cluster, plan -> faults.size() == plan.kinds());
    }
  }

  /**
   * Lets faults strike for a time, where the workers help one another, and looks at what the one
   * that is spared and the servers hold meanwhile.
   */
  Report during(Duration time) throws IOException, SQLException, InterruptedException {
    try (Cluster cluster = Cluster.startPooled(log, HELPFUL_WORKERS, true, SETTINGS)) {
      Instant end = Instant.now().plus(time);
      Footprint footprint = Footprint.of(cluster);
      footprint.start();
      Report report = run(cluster, plan -> Instant.now().isAfter(end));
      footprint.stop();
      return report.with(footprint);
    }
  }

  private Report run(Cluster cluster, Predicate<FaultPlan> enough)
      throws IOException, SQLException, InterruptedException {
    log.note("the cluster in " + cluster.directory() + " is ready");
    cluster.client().uploadCandles();
    Reference reference = Reference.compute(cluster);
    log.note("the reference is computed in " + claimMillis(cluster.jdbc()) + " ms");
    SplittableRandom random = new SplittableRandom(seed);
    PatientClient client = new PatientClient(cluster.apiPort());
    String keys = "fault-" + seed + "-";
    JobStream stream = new JobStream(client, cluster.jdbc(), random.split(), keys);
    Instant begin = Instant.now();
    stream.start();
    PatientClient reader = new PatientClient(cluster.apiPort());
    Watcher watcher = new Watcher(reader, stream, random.split());
    watcher.start();
    Verifier verifier = new Verifier(cluster.jdbc(), reference);
    strike(cluster, random.split(), enough, () -> verifier.compareCompleted(stream.accepted()));
    cluster.awaitReady();
    log.note("the cluster is whole again");
    stream.stop(END_PATIENCE.toMillis());
    awaitEnd(cluster);
    watcher.stop();
    Duration took = Duration.between(begin, Instant.now());
    violations.addAll(verifier.violations(stream.accepted(), stream.cancelled(), keys));
    violations.addAll(client.surprises());
    violations.addAll(reader.surprises());
    violations.addAll(watcher.lies());
    return report(cluster.jdbc(), took, stream, client);
  }

  private void strike(
      Cluster cluster, SplittableRandom random, Predicate<FaultPlan> enough, Runnable between)
      throws IOException, SQLException, InterruptedException {
    FaultPlan plan = new FaultPlan(cluster, random.split());
    Fault.Strike strike = new Fault.Strike(cluster, recovery, log, random);
    while (!enough.test(plan)) {
      Thread.sleep(random.nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS));
      Fault fault = plan.next();
      log.note(fault + " strikes");
      fault.strike(strike);
      log.note(fault + " is over");
      faults.merge(fault, 1, Integer::sum);
      try {
        between.run();
      } catch (DataAccessException stillDisturbed) {
        // After the next fault, then
      }
    }
  }

  /** What is not over after this is a violation that the verifier finds. */
  private void awaitEnd(Cluster cluster) {
    JdbcClient jdbc = cluster.jdbc();
    try {
      await()
          .atMost(END_PATIENCE)
          .until(
              () ->
                  jdbc.sql(
                          "SELECT count(*) FROM training_jobs WHERE status IN ('PENDING', 'RUNNING')")
                      .query(Long.class)
                      .single(),
              count -> count == 0);
    } catch (ConditionTimeoutException stuck) {
      log.note("jobs are left after " + END_PATIENCE.toSeconds() + " s without faults");
      return;
    }
    log.note("all jobs are final");
    try {
      await()
          .atMost(HINT_PATIENCE)
          .until(() -> cluster.redis().ask(jedis -> jedis.zcard(ReadySet.KEY)), size -> size == 0);
    } catch (ConditionTimeoutException stale) {
      violations.add("the ready set keeps members though no job waits");
    }
  }

  private Report report(JdbcClient jdbc, Duration took, JobStream stream, PatientClient client) {
    return new Report(
        seed,
        took,
        stream.accepted().size(),
        count(jdbc, "SELECT status, count(*) FROM training_jobs GROUP BY status"),
        count(jdbc, "SELECT coalesce(outcome, 'open'), count(*) FROM job_attempts GROUP BY 1"),
        client.repeats(),
        faults,
        recovery.recoveries(jdbc),
        recovery.recoveriesByNewWorkers(jdbc),
        violations,
        "",
        log.toString());
  }

  private static List<Long> claimMillis(JdbcClient jdbc) {
    return jdbc.sql(
            "SELECT (extract(epoch FROM finished_at - started_at) * 1000)::bigint FROM job_attempts ORDER BY job_id")
        .query(Long.class)
        .list();
  }

  private static Map<String, Long> count(JdbcClient jdbc, String sql) {
    Map<String, Long> counts = new TreeMap<>();
    jdbc.sql(sql)
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return counts;
  }
}
