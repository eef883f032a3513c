package dev.trainyard.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.backtest.ExecutionStatistics;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.TradeStatistics;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.Stage;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.optimize.Trial;
import dev.trainyard.sql.DatabaseOutage;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.support.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The output of a stage is stored while it works, also after an outage of PostgreSQL. */
class JobJournalIT {
  private final Interruptible database = new Interruptible();
  private JdbcClient jdbc;
  private WorkStore store;
  private Lease lease;

  @BeforeEach
  void claimAJob() {
    DataSource own = TestServers.shared().freshDatabase().dataSource();
    database.setTargetDataSource(own);
    Flyway.configure().dataSource(database).load().migrate();
    jdbc = JdbcClient.create(own);
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

      assertThatThrownBy(journal::flush).matches(DatabaseOutage::isAbsence);
      assertThatThrownBy(
              () -> journal.progress(ProgressSnapshot.of(Stage.OPTIMIZATION, 0.2, "searching")))
          .matches(DatabaseOutage::isAbsence);
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
  void ofAWriteTheLastImprovementIsToldOrElseTheNewestTrial() throws Exception {
    try (JobJournal journal = journal(Duration.ofMinutes(1))) {
      journal.known("search", scored(0, 1));

      write(journal, scored(1, 0.5), scored(2, 2), scored(3, 3), scored(4, 2.5));
      write(journal, scored(5, 0.1), scored(6, 0.2));

      assertThat(told()).containsExactly("3 true", "6 false");
    }
  }

  /** While PostgreSQL is away the trials gather, and become one write. */
  private void write(JobJournal journal, Trial... trials) throws InterruptedException {
    database.away = true;
    for (Trial trial : trials) {
      journal.trial("search", trial);
    }
    database.away = false;
    journal.flush();
  }

  private List<String> told() {
    return jdbc.sql(
            """
            SELECT (data ->> 'number') || ' ' || (data ->> 'best') FROM job_events WHERE type = 'trial' ORDER BY id
            """)
        .query(String.class)
        .list();
  }

  /** A write takes a thousand trials: progress and lines of the others wait for them. */
  @Test
  void neitherProgressNorALineCountsTrialsThatAreNotStored() {
    int made = 1_500;
    List<ProgressSnapshot> told = new CopyOnWriteArrayList<>();
    JobJournal journal = journal(Duration.ofMinutes(1), told::add);
    database.away = true;
    for (int number = 0; number < made; number++) {
      journal.trial("search", trial(number));
    }
    journal.progress(counting(made));
    journal.line(LogLine.info("best", Stage.OPTIMIZATION, "trial 1,499 is the best"));
    int refused = database.refused.get();
    await("a write that has begun with all of them")
        .until(() -> database.refused.get() > refused + 1);
    database.connectionsLeft.set(1);
    database.away = false;
    await().until(() -> count("training_trials") > 0);
    assertThat(count("training_trials")).isEqualTo(1_000);
    assertThat(count("training_progress")).isZero();
    assertThat(count("training_logs")).isZero();
    assertThat(told).isEmpty();

    database.connectionsLeft.set(1_000);
    await().until(() -> !told.isEmpty());
    journal.close();

    assertThat(told).containsExactly(counting(made));
    assertThat(count("training_trials")).isEqualTo(made);
    assertThat(count("training_logs")).isOne();
    assertThat(
            jdbc.sql("SELECT current_iteration FROM training_progress")
                .query(Integer.class)
                .single())
        .isEqualTo(made);
  }

  @Test
  void progressBehindTheStoredOneIsToldToNobody() throws Exception {
    store.progress(lease, ProgressSnapshot.of(Stage.VALIDATION, 0.5, "walking forward"));
    List<ProgressSnapshot> told = new CopyOnWriteArrayList<>();
    try (JobJournal journal = journal(Duration.ofMinutes(1), told::add)) {
      journal.progress(counting(10));
      journal.flush();
      assertThat(told).isEmpty();

      ProgressSnapshot ahead = ProgressSnapshot.of(Stage.VALIDATION, 0.6, "walking forward");
      journal.progress(ahead);
      journal.flush();
      assertThat(told).containsExactly(ahead);
    }
  }

  @Test
  void whatAnEarlierClaimHasDoneSaysNothingOfTheTimeThatIsLeft() throws Exception {
    List<ProgressSnapshot> told = new CopyOnWriteArrayList<>();
    try (JobJournal journal = journal(Duration.ofMinutes(1), told::add)) {
      StageProgress progress =
          new StageProgress(journal, Stage.VALIDATION, Clock.systemUTC(), "walking forward");
      progress.report(100, 200);
      journal.flush();
      assertThat(told).last().extracting(ProgressSnapshot::remaining).isNull();

      progress.made();
      progress.report(101, 200);
      journal.flush();
      assertThat(told).last().extracting(ProgressSnapshot::remaining).isNotNull();
    }
  }

  /** The reply to a write may be lost, and the line is written again. */
  @Test
  void aLineThatIsWrittenTwiceStandsOnce() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (JobJournal journal = journal(Duration.ofMinutes(1))) {
        journal.trial("search", trial(0));
        journal.line(LogLine.info("best 0", Stage.OPTIMIZATION, "trial 0 is the best"));
        journal.flush();
      }
    }

    assertThat(count("training_logs")).isOne();
    assertThat(count("training_trials")).isOne();
  }

  private static ProgressSnapshot counting(int trials) {
    return new ProgressSnapshot(
        Stage.OPTIMIZATION, trials / 2_000.0, "searching", trials, 2_000, null, null, null);
  }

  private int count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }

  @Test
  void aLostLeaseStopsTheStage() {
    try (JobJournal journal = journal(Duration.ofMinutes(1))) {
      jdbc.sql("UPDATE training_jobs SET lease_token = gen_random_uuid()").update();
      assertThatThrownBy(
              () -> {
                journal.trial("search", trial(0));
                journal.flush();
              })
          .isInstanceOf(LeaseLostException.class);
    }
    assertThat(jdbc.sql("SELECT count(*) FROM training_trials").query(Integer.class).single())
        .isZero();
  }

  private static Trial trial(int number) {
    return scored(number, 0);
  }

  private static Trial scored(int number, double score) {
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
    return new Trial(number, parameters, score, 0, metrics, Optional.empty(), OptionalInt.empty());
  }

  private JobJournal journal(Duration grace) {
    return journal(grace, snapshot -> {});
  }

  private JobJournal journal(Duration grace, Consumer<ProgressSnapshot> listener) {
    return new JobJournal(
        store, new TrialCodec(new ObjectMapper()), lease, Clock.systemUTC(), grace, listener);
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

  /** A data source that refuses connections on demand. */
  private static final class Interruptible extends DelegatingDataSource {
    private volatile boolean away;
    private final AtomicInteger refused = new AtomicInteger();

    /** Connections that the worker gets before the next outage. */
    private final AtomicInteger connectionsLeft = new AtomicInteger(Integer.MAX_VALUE);

    @Override
    public Connection getConnection() throws SQLException {
      if (away || connectionsLeft.getAndDecrement() <= 0) {
        refused.incrementAndGet();
        throw new SQLTransientConnectionException("refused");
      }
      return super.getConnection();
    }
  }
}
