package dev.trainyard.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TestServers;
import dev.trainyard.backtest.ExecutionStatistics;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.TradeStatistics;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.Outage;
import dev.trainyard.job.ProgressSnapshot;
import dev.trainyard.job.Stage;
import dev.trainyard.job.WorkStore;
import dev.trainyard.optimize.Trial;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What a stage makes is stored beside its work, also after PostgreSQL was away. */
class JobJournalIT {
  private final Interruptible database = new Interruptible();
  private JdbcClient jdbc;
  private WorkStore store;
  private Lease lease;

  @BeforeEach
  void claimAJob() {
    database.setTargetDataSource(TestServers.shared().freshDatabase().dataSource());
    Flyway.configure().dataSource(database).load().migrate();
    jdbc = JdbcClient.create(database);
    store = new WorkStore(new NamedParameterJdbcTemplate(database), new ObjectMapper());
    lease = runningJob();
  }

  @Test
  void progressIsStoredWithoutWaitingForMore() {
    try (JobJournal journal = journal(Duration.ofMinutes(1))) {
      journal.progress(ProgressSnapshot.of(Stage.OPTIMIZATION, 0.5, "searching"));

      await().until(() -> percentage() == 50);
    }
  }

  @Test
  void workGoesOnWhilePostgresIsAwayAndIsStoredWhenItIsBack() throws Exception {
    try (JobJournal journal = journal(Duration.ofMinutes(1))) {
      database.away = true;
      journal.progress(ProgressSnapshot.of(Stage.OPTIMIZATION, 0.1, "searching"));
      await().until(() -> database.refused.get() > 1);
      journal.progress(ProgressSnapshot.of(Stage.OPTIMIZATION, 0.2, "searching"));

      database.away = false;
      journal.flush();

      assertThat(percentage()).isEqualTo(35);
    }
  }

  @Test
  void theWorkStopsWhenPostgresIsAwayForLongerThanTheGraceTime() {
    try (JobJournal journal = journal(Duration.ofMillis(500))) {
      database.away = true;
      journal.progress(ProgressSnapshot.of(Stage.OPTIMIZATION, 0.1, "searching"));

      assertThatThrownBy(journal::flush).matches(Outage::isAbsence);
      assertThatThrownBy(
              () -> journal.progress(ProgressSnapshot.of(Stage.OPTIMIZATION, 0.2, "searching")))
          .matches(Outage::isAbsence);
    }
  }

  @Test
  void whatIsLeftIsStoredWhenTheStageStops() {
    JobJournal journal = journal(Duration.ofMinutes(1));
    journal.progress(ProgressSnapshot.of(Stage.DATA_PREPARATION, 0, "loading"));
    await().until(() -> jdbc.sql("SELECT FROM training_progress").query().listOfRows().size() == 1);
    journal.progress(ProgressSnapshot.of(Stage.OPTIMIZATION, 1, "searching"));

    journal.close();

    assertThat(percentage()).isEqualTo(75);
  }

  @Test
  void aLostLeaseStopsTheStage() {
    try (JobJournal journal = journal(Duration.ofMinutes(1))) {
      jdbc.sql("UPDATE training_jobs SET lease_token = gen_random_uuid()").update();
      assertThatThrownBy(
              () -> {
                journal.trial("search", trial());
                journal.flush();
              })
          .isInstanceOf(LeaseLostException.class);
    }
    assertThat(jdbc.sql("SELECT count(*) FROM training_trials").query(Integer.class).single())
        .isZero();
  }

  private static Trial trial() {
    Metrics metrics =
        new Metrics(
            0,
            0,
            0,
            0,
            0,
            0,
            new TradeStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            new ExecutionStatistics(0, 0, 0, 0, 0, 0, false),
            new ReturnMoments(0, 0, 0, 0, 0, 3));
    Parameters parameters = new Parameters(new ParameterSpace(List.of()), new double[0]);
    return new Trial(0, parameters, 0, 0, metrics, Optional.empty(), OptionalInt.empty());
  }

  private JobJournal journal(Duration grace) {
    return new JobJournal(
        store, new TrialCodec(new ObjectMapper()), lease, Clock.systemUTC(), grace, snapshot -> {});
  }

  private double percentage() {
    return jdbc.sql("SELECT coalesce(max(percentage), -1) FROM training_progress")
        .query(Double.class)
        .single();
  }

  private Lease runningJob() {
    return jdbc.sql(
            """
            INSERT INTO training_jobs (id, status, stage, strategy, symbol, exchange, timeframe, priority, request, run_at,
                ready_score, timeout_seconds, max_attempts, space, batch_size, lease_token, lease_owner,
                lease_expires_at, deadline_at)
            VALUES (uuid_v7(), 'RUNNING', 'DATA_PREPARATION', 'LIQUIDITY_SWEEP', 'BTC/USDT', 'binance', '5m', 'normal', '{}',
                now(), 0, 60, 3, '[]', 8, gen_random_uuid(), 'worker', now() + interval '1 minute', now() + interval '1 minute')
            RETURNING id, lease_token
            """)
        .query(
            (row, number) ->
                new Lease(
                    row.getObject("id", UUID.class), row.getObject("lease_token", UUID.class)))
        .single();
  }

  /** A data source that refuses connections when it is told to. */
  private static final class Interruptible extends DelegatingDataSource {
    private volatile boolean away;
    private final AtomicInteger refused = new AtomicInteger();

    @Override
    public Connection getConnection() throws SQLException {
      if (away) {
        refused.incrementAndGet();
        throw new SQLTransientConnectionException("refused");
      }
      return super.getConnection();
    }
  }
}
