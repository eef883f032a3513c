package dev.trainyard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.market.CandleFingerprint;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.SeriesTraits.Source;
import dev.trainyard.support.TestServers;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of the version before blocks, whose candles are rows. */
class CandlePackingIT {
  private static final String BEFORE = "23";
  private static final CandleSeries SERIES = new CandleSeries("kept", "BTC/USDT", Timeframe.M5);
  private static final CandleSeries OTHER = new CandleSeries("kept", "ETH/USDT", Timeframe.H1);
  private static final int ROWS = 40_000;
  private static final int OTHER_ROWS = 3_000;

  /** What a process of the version before reads. */
  private static final String OLD_READ =
      """
      SELECT time, open, high, low, close, volume FROM candles
       WHERE exchange = 'kept' AND symbol = 'BTC/USDT' AND timeframe = '5m' AND time >= '-infinity' AND time < 'infinity'
       ORDER BY time DESC
       OFFSET 0 LIMIT 200000""";

  private JdbcTemplate jdbc;
  private TransactionTemplate transactions;
  private CandleStore store;
  private CandleImporter importer;
  private String fingerprint;

  @BeforeEach
  void anOldDatabase() {
    DataSource dataSource = TestServers.shared().freshDatabase().dataSource();
    jdbc = new JdbcTemplate(dataSource);
    transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    store = new CandleStore(jdbc, transactions);
    importer = new CandleImporter(jdbc, transactions);
    FluentConfiguration flyway = Flyway.configure().dataSource(dataSource);
    flyway.target(BEFORE).load().migrate();
    // Prices with decimals and of full precision, and a hole of an hour each day
    insert(SERIES, ROWS, "5 minutes", "WHERE i % 288 >= 12");
    insert(OTHER, OTHER_ROWS, "1 hour", "");
    fingerprint = fingerprint(oldRead());
    flyway.target("latest").load().migrate();
  }

  @Test
  void beforeAnyIsPackedAllIsReadAsBefore() {
    assertThat(fingerprint(oldRead())).isEqualTo(fingerprint);
    assertThat(fingerprint(newRead())).isEqualTo(fingerprint);
  }

  @Test
  void allIsPackedIntoLessAndReadsAsBefore() {
    jdbc.execute("VACUUM candle_rows");
    long before = size();

    packing(Clock.systemUTC()).pack();
    while (rows() > 0) {
      packing(Clock.systemUTC()).pack();
    }

    assertThat(fingerprint(newRead())).isEqualTo(fingerprint);
    assertThat(fingerprint(oldRead())).isEqualTo(fingerprint);
    assertThat(store.load(OTHER, OTHER_ROWS).size()).isEqualTo(OTHER_ROWS);
    jdbc.execute("VACUUM candle_rows");
    packing(Clock.systemUTC()).pack();
    assertThat(size()).isLessThan(before / 3);
  }

  @Test
  void packingThatIsInterruptedAgainAndAgainLosesAndDoublesNothing() {
    int rounds = 0;
    while (rows() > 0) {
      // Each process is over after one transaction
      packing(new ImpatientClock()).pack();
      rounds++;
      assertThat(fingerprint(newRead())).isEqualTo(fingerprint);
    }

    assertThat(rounds).isGreaterThan(2);
    assertThat(fingerprint(oldRead())).isEqualTo(fingerprint);
  }

  @Test
  void aProcessThatDiesInTheMiddleOfATransactionLeavesAllAsItWas() throws Exception {
    try (Connection other = connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // The blocks are written, and deleting the rows has to wait for this one
      statement.execute(
          "SELECT FROM candle_rows WHERE exchange = 'kept' ORDER BY exchange, symbol, timeframe, time LIMIT 1 OFFSET 10000 FOR UPDATE");
      Thread process = new Thread(() -> packing(Clock.systemUTC()).pack());
      process.start();
      await().until(() -> terminateWhoDeletes());
      process.join();
      other.rollback();
    }

    assertThat(jdbc.queryForObject("SELECT count(*) FROM candle_blocks", Long.class)).isZero();
    assertThat(fingerprint(newRead())).isEqualTo(fingerprint);

    while (rows() > 0) {
      packing(Clock.systemUTC()).pack();
    }
    assertThat(fingerprint(newRead())).isEqualTo(fingerprint);
  }

  @Test
  void anUploadOfWhatIsNotPackedYetChangesNothing() {
    Candles all = newRead();
    packing(new ImpatientClock()).pack();

    ImportResult result = importer.importCandles(SERIES, all, Source.UPLOAD);

    assertThat(result.inserted()).isZero();
    assertThat(result.updated()).isZero();
    assertThat(fingerprint(newRead())).isEqualTo(fingerprint);
  }

  @Test
  void aCandleThatIsAddedPacksOnlyItsBlock() {
    Candles all = newRead();
    long last = all.time()[all.size() - 1];

    importer.importCandles(
        SERIES,
        new Candles(
            new long[] {last + Timeframe.M5.millis()},
            new double[] {1},
            new double[] {2},
            new double[] {0.5},
            new double[] {1},
            new double[] {3}),
        Source.FETCH);

    assertThat(jdbc.queryForObject("SELECT count(*) FROM candle_blocks", Long.class)).isEqualTo(1);
    assertThat(newRead().size()).isEqualTo(all.size() + 1);
    assertThat(store.find(SERIES).orElseThrow().gaps())
        .isEqualTo(gaps(newRead(), Timeframe.M5.millis()));
  }

  @Test
  void aProcessOfTheVersionBeforeStillUploads() throws Exception {
    packing(new ImpatientClock()).pack();
    try (Connection old = connection();
        Statement statement = old.createStatement()) {
      old.setAutoCommit(false);
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'candles', 'kept', 'BTC/USDT', '5m'), 0))");
      old.unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY candles (exchange, symbol, timeframe, time, open, high, low, close, volume) FROM STDIN",
              new StringReader("kept\tBTC/USDT\t5m\t2019-12-31 23:55:00Z\t1\t2\t0.5\t1.5\t3\n"));
      statement.execute(
          "CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT time, 1 / 7::double precision AS volume FROM candles"
              + " WHERE exchange = 'kept' AND symbol = 'BTC/USDT' ORDER BY time LIMIT 5");
      assertThat(
              statement.executeUpdate(
                  """
                  UPDATE candles AS c SET volume = s.volume FROM staged AS s
                   WHERE c.exchange = 'kept' AND c.symbol = 'BTC/USDT' AND c.timeframe = '5m' AND c.time = s.time
                     AND (c.volume) IS DISTINCT FROM (s.volume)"""))
          .isEqualTo(5);
      statement.execute(
          "UPDATE candle_series SET rows = rows + 1, first_time = '2019-12-31 23:55:00Z' WHERE symbol = 'BTC/USDT'");
      old.commit();
    }

    assertThat(newRead().volume()).startsWith(1 / 7.0, 1 / 7.0, 1 / 7.0, 1 / 7.0, 1 / 7.0);
    assertThat(fingerprint(newRead())).isEqualTo(fingerprint(oldRead())).isNotEqualTo(fingerprint);
  }

  @Test
  void whoCouldReadTheTableCanReadTheView() {
    FluentConfiguration flyway =
        Flyway.configure().dataSource(TestServers.shared().freshDatabase().dataSource());
    flyway.target(BEFORE).load().migrate();
    JdbcTemplate granted = new JdbcTemplate(flyway.getDataSource());
    String role = "reader_" + System.nanoTime();
    granted.execute("CREATE ROLE " + role);
    granted.execute("GRANT SELECT, INSERT ON candles TO " + role);
    granted.execute("GRANT SELECT ON candles TO PUBLIC");

    flyway.target("latest").load().migrate();

    assertThat(
            granted.queryForList(
                "SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = 'candles' AND grantee = ? ORDER BY 1",
                String.class,
                role))
        .containsExactly("INSERT", "SELECT");
    assertThat(
            granted.queryForObject(
                "SELECT has_table_privilege('public', 'candles', 'SELECT')", Boolean.class))
        .isTrue();
    granted.execute("DROP OWNED BY " + role);
    granted.execute("DROP ROLE " + role);
  }

  private void insert(CandleSeries series, int size, String step, String where) {
    jdbc.update(
        """
        INSERT INTO candles
        SELECT ?, ?, ?, timestamptz '2020-01-01Z' + i * ?::interval, p, p + 1, p - 1, p + 1 / 3::double precision, i % 997 / 8.0
          FROM (SELECT i, (i * 7919 % 100003)::double precision / 100 + 10 AS p FROM generate_series(0, ?) AS i) AS candle
        """
            + where,
        series.exchange(),
        series.symbol(),
        series.timeframe().label(),
        step,
        size - 1);
    jdbc.update(
        """
        INSERT INTO candle_series (exchange, symbol, timeframe, rows, first_time, last_time, gaps)
        SELECT exchange, symbol, timeframe, count(*), min(time), max(time),
               count(*) FILTER (WHERE time - before > ?::interval)
          FROM (SELECT *, lag(time) OVER (ORDER BY time) AS before FROM candles
                 WHERE exchange = ? AND symbol = ? AND timeframe = ?) AS c
         GROUP BY 1, 2, 3""",
        step,
        series.exchange(),
        series.symbol(),
        series.timeframe().label());
  }

  private CandlePacking packing(Clock clock) {
    return new CandlePacking(jdbc, transactions, clock);
  }

  private boolean terminateWhoDeletes() {
    return jdbc.queryForObject(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'DELETE FROM candle_rows%'",
            Long.class)
        > 0;
  }

  private long rows() {
    return jdbc.queryForObject("SELECT count(*) FROM candle_rows", Long.class);
  }

  private long size() {
    return jdbc.queryForObject(
        "SELECT pg_total_relation_size('candle_rows') + pg_total_relation_size('candle_blocks')",
        Long.class);
  }

  private Candles newRead() {
    return store.load(SERIES, 1_000_000);
  }

  private Candles oldRead() {
    List<double[]> rows = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    jdbc.query(
        OLD_READ,
        (ResultSet row) -> {
          times.add(row.getTimestamp(1).getTime());
          rows.add(
              new double[] {
                row.getDouble(2),
                row.getDouble(3),
                row.getDouble(4),
                row.getDouble(5),
                row.getDouble(6)
              });
        });
    int size = rows.size();
    long[] time = new long[size];
    double[][] figures = new double[5][size];
    for (int i = 0; i < size; i++) {
      time[i] = times.get(size - 1 - i);
      for (int k = 0; k < 5; k++) {
        figures[k][i] = rows.get(size - 1 - i)[k];
      }
    }
    return new Candles(time, figures[0], figures[1], figures[2], figures[3], figures[4]);
  }

  private static String fingerprint(Candles candles) {
    assertThat(candles.size()).isGreaterThan(30_000);
    return CandleFingerprint.of(candles);
  }

  private static long gaps(Candles candles, long step) {
    long gaps = 0;
    for (int i = 1; i < candles.size(); i++) {
      gaps += candles.time()[i] - candles.time()[i - 1] > step ? 1 : 0;
    }
    return gaps;
  }

  private Connection connection() throws Exception {
    return jdbc.getDataSource().getConnection();
  }

  /** An hour passes between two looks at it. */
  private static final class ImpatientClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int looks;

    @Override
    public Instant instant() {
      if (looks++ > 1) {
        now = now.plus(Duration.ofHours(1));
      }
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
