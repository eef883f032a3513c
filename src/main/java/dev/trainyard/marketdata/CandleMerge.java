package dev.trainyard.marketdata;

import static java.util.Comparator.comparingLong;

import dev.trainyard.market.csv.CandleCsvReader;
import dev.trainyard.market.csv.CandleCsvReport;
import dev.trainyard.market.csv.Rejection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The SQL of an import: from the staging table to {@code candles} and {@code candle_series}. */
final class CandleMerge {
  private static final String CREATE_STAGING =
      """
      CREATE TEMPORARY TABLE staged_candles (
          line   bigint           NOT NULL,
          time   timestamptz      NOT NULL,
          open   double precision NOT NULL,
          high   double precision NOT NULL,
          low    double precision NOT NULL,
          close  double precision NOT NULL,
          volume double precision NOT NULL
      ) ON COMMIT DROP""";

  private static final String DUPLICATES =
      """
      SELECT line, time, first_line, differs, count(*) OVER () AS total
        FROM (SELECT line, time,
                     first_value(line) OVER same_time AS first_line,
                     (open, high, low, close, volume) IS DISTINCT FROM
                     (first_value(open) OVER same_time, first_value(high) OVER same_time,
                      first_value(low) OVER same_time, first_value(close) OVER same_time,
                      first_value(volume) OVER same_time) AS differs
                FROM staged_candles
              WINDOW same_time AS (PARTITION BY time ORDER BY line)) AS ranked
       WHERE line <> first_line
       ORDER BY line
       LIMIT ?""";

  private static final String LOCK_SERIES =
      "SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'candles', ?, ?, ?), 0))";

  // A run is a stretch without a hole. Candles between two times can only change which candles up
  // to one timeframe behind them begin a run.
  private static final String RUNS =
      """
      SELECT count(*) FROM (
          SELECT time, lag(time) OVER (ORDER BY time) AS previous
            FROM candles
           WHERE exchange = ? AND symbol = ? AND timeframe = ?
             AND time BETWEEN ?::timestamptz - ?::interval AND ?::timestamptz + ?::interval) AS candle
       WHERE time >= ? AND previous IS DISTINCT FROM time - ?::interval""";

  // Under the lock nobody else adds candles to the series, so an insert cannot conflict: ON
  // CONFLICT would cost more than twice the time, and write even to the rows that stay as they are.
  private static final String UPDATE_DIFFERENT =
      """
      UPDATE candles AS c
         SET open = s.open, high = s.high, low = s.low, close = s.close, volume = s.volume
        FROM (SELECT DISTINCT ON (time) * FROM staged_candles ORDER BY time, line) AS s
       WHERE c.exchange = ? AND c.symbol = ? AND c.timeframe = ? AND c.time BETWEEN ? AND ?
         AND c.time = s.time
         AND (c.open, c.high, c.low, c.close, c.volume) IS DISTINCT FROM
             (s.open, s.high, s.low, s.close, s.volume)""";

  private static final String INSERT_MISSING =
      """
      INSERT INTO candles (exchange, symbol, timeframe, time, open, high, low, close, volume)
      SELECT ?, ?, ?, time, open, high, low, close, volume
        FROM (SELECT DISTINCT ON (time) * FROM staged_candles ORDER BY time, line) AS s
       WHERE NOT EXISTS (
             SELECT FROM candles AS c
              WHERE c.exchange = ? AND c.symbol = ? AND c.timeframe = ? AND c.time BETWEEN ? AND ?
                AND c.time = s.time)
       ORDER BY time""";

  private static final String UPDATE_SERIES =
      """
      INSERT INTO candle_series AS s (exchange, symbol, timeframe, rows, first_time, last_time, gaps)
      VALUES (?, ?, ?, ?, ?, ?, ? - 1)
      ON CONFLICT (exchange, symbol, timeframe) DO UPDATE
         SET rows = s.rows + excluded.rows,
             first_time = least(s.first_time, excluded.first_time),
             last_time = greatest(s.last_time, excluded.last_time),
             gaps = s.gaps + excluded.gaps + 1,
             updated_at = now()""";

  private final Connection connection;
  private final CandleSeries series;

  /**
   * @param connection in a read-committed transaction
   */
  CandleMerge(Connection connection, CandleSeries series) {
    this.connection = connection;
    this.series = series;
  }

  void createStagingTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE_STAGING);
      statement.execute("SET LOCAL work_mem = '64MB'");
      // a series just uploaded has no statistics yet, and a loop over millions would look cheap
      statement.execute("SET LOCAL enable_nestloop = off");
    }
  }

  /** Stores what the copy has put into the staging table. */
  ImportResult merge(CandleCsvReport report, StagingCopy staged) throws SQLException {
    if (staged.isEmpty()) {
      return new ImportResult(report.received(), 0, 0, report.rejected(), report.rejections());
    }
    Rejections duplicates = report.monotone() ? Rejections.NONE : duplicates();
    // nobody else gathers the statistics of a temporary table
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE staged_candles");
    }
    try (PreparedStatement lock = prepare(LOCK_SERIES)) {
      lock.execute();
    }
    long runsBefore = runs(staged.first(), staged.last());
    long updated = updateDifferent(staged.first(), staged.last());
    long inserted = insertMissing(staged.first(), staged.last());
    if (inserted + updated > 0) {
      long newRuns = runs(staged.first(), staged.last()) - runsBefore;
      updateSeries(inserted, staged.first(), staged.last(), newRuns);
    }
    return new ImportResult(
        report.received(),
        inserted,
        updated,
        report.rejected() + duplicates.total(),
        Stream.concat(report.rejections().stream(), duplicates.first().stream())
            .sorted(comparingLong(Rejection::line))
            .limit(CandleCsvReader.MAX_REJECTIONS)
            .toList());
  }

  private Rejections duplicates() throws SQLException {
    List<Rejection> first = new ArrayList<>();
    long total = 0;
    try (PreparedStatement statement = connection.prepareStatement(DUPLICATES)) {
      statement.setInt(1, CandleCsvReader.MAX_REJECTIONS);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          total = rows.getLong("total");
          first.add(
              new Rejection(
                  rows.getLong("line"),
                  "time: %s is already in line %d, %s"
                      .formatted(
                          rows.getObject("time", OffsetDateTime.class).toInstant(),
                          rows.getLong("first_line"),
                          rows.getBoolean("differs")
                              ? "which has other figures and was taken"
                              : "with the same figures")));
        }
      }
    }
    return new Rejections(total, first);
  }

  private long runs(Instant first, Instant last) throws SQLException {
    String step = Duration.ofMillis(series.timeframe().millis()).toSeconds() + " seconds";
    try (PreparedStatement statement = prepare(RUNS)) {
      statement.setObject(4, utc(first));
      statement.setString(5, step);
      statement.setObject(6, utc(last));
      statement.setString(7, step);
      statement.setObject(8, utc(first));
      statement.setString(9, step);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private long updateDifferent(Instant first, Instant last) throws SQLException {
    try (PreparedStatement statement = prepare(UPDATE_DIFFERENT)) {
      statement.setObject(4, utc(first));
      statement.setObject(5, utc(last));
      return statement.executeLargeUpdate();
    }
  }

  private long insertMissing(Instant first, Instant last) throws SQLException {
    try (PreparedStatement statement = prepare(INSERT_MISSING)) {
      statement.setString(4, series.exchange());
      statement.setString(5, series.symbol());
      statement.setString(6, series.timeframe().label());
      statement.setObject(7, utc(first));
      statement.setObject(8, utc(last));
      return statement.executeLargeUpdate();
    }
  }

  private void updateSeries(long inserted, Instant first, Instant last, long newRuns)
      throws SQLException {
    try (PreparedStatement statement = prepare(UPDATE_SERIES)) {
      statement.setLong(4, inserted);
      statement.setObject(5, utc(first));
      statement.setObject(6, utc(last));
      statement.setLong(7, newRuns);
      statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, series.exchange());
    statement.setString(2, series.symbol());
    statement.setString(3, series.timeframe().label());
    return statement;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private record Rejections(long total, List<Rejection> first) {
    static final Rejections NONE = new Rejections(0, List.of());
  }
}
