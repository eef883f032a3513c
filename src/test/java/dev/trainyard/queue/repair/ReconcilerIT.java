package dev.trainyard.queue.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.event.DeadLetterWritten;
import dev.trainyard.job.event.JobRecovered;
import dev.trainyard.job.event.WorkerLost;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.RetrySettings;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.job.worker.WorkerRegistry;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.support.ManualClock;
import dev.trainyard.support.SampleRetention;
import dev.trainyard.support.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ReconcilerIT {
  private static final QueueSettings SETTINGS =
      new QueueSettings(
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          100_000,
          new QueueSettings.HeadStart(Duration.ZERO, Duration.ZERO));

  private final ManualClock clock = new ManualClock();
  private LettuceConnectionFactory redis;
  private StringRedisTemplate template;
  private JdbcClient jdbc;
  private JobStore jobs;
  private ReadySet readySet;
  private JobEvents events;
  private final List<Object> facts = new ArrayList<>();
  private Reconciler reconciler;

  @BeforeEach
  void create() {
    DataSource dataSource = TestServers.shared().freshDatabase().dataSource();
    Flyway.configure().dataSource(dataSource).load().migrate();
    jdbc = JdbcClient.create(dataSource);
    redis =
        new LettuceConnectionFactory(
            (RedisStandaloneConfiguration)
                LettuceConnectionFactory.createRedisConfiguration(
                    TestServers.shared().freshRedisUrl()));
    redis.start();
    template = new StringRedisTemplate(redis);
    events = new JobEvents(template, new ObjectMapper());
    jobs = new JobStore(jdbc, new ObjectMapper(), SETTINGS, SampleRetention.settings());
    readySet = new ReadySet(template, template, clock);
    reconciler =
        new Reconciler(
            jobs,
            readySet,
            events,
            facts::add,
            jdbc,
            new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
            SETTINGS,
            new RetrySettings(Duration.ofSeconds(5), 2, Duration.ofMinutes(5)),
            clock);
  }

  @AfterEach
  void disconnect() {
    events.close();
    redis.destroy();
  }

  @Test
  void anExpiredLeaseIsReturnedAfterALeaseOfRounds() {
    UUID job = runningWithExpiredLease();
    reconciler.reconcile();
    assertThat(status(job)).isEqualTo("RUNNING");

    awaitReturn(job);
  }

  @Test
  void aProcessThatStoodStillReturnsNothingBeforeItsWorkersCouldRenew() {
    awaitReturn(runningWithExpiredLease());
    UUID job = runningWithExpiredLease();

    clock.advance(Duration.ofMinutes(1));
    reconciler.reconcile();
    assertThat(status(job)).isEqualTo("RUNNING");

    awaitReturn(job);
  }

  @Test
  void whatIsTakenFromALostWorkerIsToldOnce() {
    WorkerIdentity worker = new WorkerIdentity("silent", "host", 1, "1.0");
    new WorkerRegistry(jdbc, worker).renew(1);
    jdbc.sql("UPDATE workers SET last_heartbeat = now() - interval '4 seconds'").update();
    UUID job = runningWithExpiredLease();

    awaitReturn(job);
    reconciler.reconcile();

    assertThat(facts).containsExactly(new WorkerLost("silent"), new JobRecovered(job));
  }

  @Test
  void aJobThatFailsAtItsDeadlineIsToldAsADeadLetter() {
    UUID job = runningWithExpiredLease();
    jdbc.sql("UPDATE training_jobs SET deadline_at = now() - interval '1 second'").update();

    await()
        .until(
            () -> {
              clock.advance(SETTINGS.reconcileInterval());
              reconciler.reconcile();
              return status(job).equals("FAILED");
            });

    assertThat(facts)
        .containsExactly(new DeadLetterWritten(job, "timeout", "it ran past its deadline"));
  }

  @Test
  void aDeadLetterIsForgottenWhenItsTimeIsOver() {
    UUID expired = deadLetter("now() - interval '1 second'");
    UUID kept = deadLetter("now() + interval '1 day'");

    await()
        .until(
            () -> {
              clock.advance(SETTINGS.reconcileInterval());
              reconciler.reconcile();
              return !deadLetters().contains(expired);
            });

    assertThat(deadLetters()).containsExactly(kept);
  }

  @Test
  void aRedisThatLostItsDataIsFilledWithAllThatIsDue() {
    insertPending(2500, "now() - interval '1 second'");
    insertPending(1, "now() + interval '1 hour'");

    reconciler.reconcile();

    assertThat(template.opsForZSet().zCard(ReadySet.KEY)).isEqualTo(2500);
    template.getConnectionFactory().getConnection().serverCommands().flushDb();
    reconciler.reconcile();
    assertThat(template.opsForZSet().zCard(ReadySet.KEY)).isEqualTo(2500);
  }

  @Test
  void theHintsOfALongQueueAreWrittenRoundByRound() {
    insertPending(4500, "now() - interval '1 second'");
    ReadySetRepair repair = new ReadySetRepair(jobs, readySet, 2);

    List<Long> hints = new ArrayList<>();
    for (int round = 1; round <= 4; round++) {
      repair.repair();
      hints.add(template.opsForZSet().zCard(ReadySet.KEY));
    }

    assertThat(hints).containsExactly(2000L, 4000L, 4500L, 4500L);
  }

  @Test
  void aRedisThatLosesItsDataAgainIsFilledFromTheFront() {
    insertPending(4500, "now() - interval '1 second'");
    ReadySetRepair repair = new ReadySetRepair(jobs, readySet, 2);
    repair.repair();
    template.getConnectionFactory().getConnection().serverCommands().flushDb();

    for (int round = 1; round <= 3; round++) {
      repair.repair();
    }

    assertThat(template.opsForZSet().zCard(ReadySet.KEY)).isEqualTo(4500);
  }

  @Test
  void aHintThatIsMissingAmongTheNextOnesIsPutBack() {
    reconciler.reconcile();
    insertPending(3, "now() - interval '1 second'");

    reconciler.reconcile();

    assertThat(template.opsForZSet().zCard(ReadySet.KEY)).isEqualTo(3);
  }

  @Test
  void aDelayedJobGetsItsHintWhenItsTimeHasCome() {
    reconciler.reconcile();
    insertPending(1, "now() + interval '300 milliseconds'");
    reconciler.reconcile();

    await()
        .until(
            () -> {
              reconciler.reconcile();
              return template.opsForZSet().zCard(ReadySet.KEY) == 1;
            });
  }

  private void insertPending(int count, String runAt) {
    jdbc.sql(
            """
            INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at,
                ready_score, timeout_seconds, max_attempts, space, batch_size)
            SELECT uuid_v7(), 'PENDING', 'LIQUIDITY_SWEEP', 'BTC/USDT', 'binance', '5m', 'normal', '{}', %s, n, 60, 3,
                '[]', 8
            FROM generate_series(1, ?) n
            """
                .formatted(runAt))
        .param(count)
        .update();
  }

  private List<UUID> deadLetters() {
    return jdbc.sql("SELECT id FROM failed_jobs").query(UUID.class).list();
  }

  private UUID deadLetter(String expiry) {
    return jdbc.sql(
            """
            INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, kind, error_class, message,
                request, attempts, expires_at)
            VALUES (uuid_v7(), uuid_v7(), 'LIQUIDITY_SWEEP', 'BTC/USDT', 'binance', '5m', 'permanent', 'X', 'x', '{}', 1,
            """
                + expiry
                + ") RETURNING id")
        .query(UUID.class)
        .single();
  }

  private void awaitReturn(UUID job) {
    await()
        .until(
            () -> {
              clock.advance(SETTINGS.reconcileInterval());
              reconciler.reconcile();
              return status(job).equals("PENDING");
            });
  }

  private String status(UUID job) {
    return jdbc.sql("SELECT status FROM training_jobs WHERE id = ?")
        .param(job)
        .query(String.class)
        .single();
  }

  private UUID runningWithExpiredLease() {
    return jdbc.sql(
            """
            INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at,
                ready_score, timeout_seconds, max_attempts, space, batch_size, lease_token, lease_owner,
                lease_expires_at, deadline_at)
            VALUES (uuid_v7(), 'RUNNING', 'LIQUIDITY_SWEEP', 'BTC/USDT', 'binance', '5m', 'normal', '{}', now(), 0, 60, 3,
                '[]', 8, gen_random_uuid(), 'worker', now() - interval '1 second', now() + interval '1 minute')
            RETURNING id
            """)
        .query(UUID.class)
        .single();
  }
}
