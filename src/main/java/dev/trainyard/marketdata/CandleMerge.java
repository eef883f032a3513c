package dev.trainyard.marketdata;

import dev.trainyard.market.VolumeKind;
import dev.trainyard.market.file.CandleFileReader;
import dev.trainyard.market.file.CandleFileReport;
import dev.trainyard.market.file.UnreadableFileException;
import dev.trainyard.marketdata.SeriesTraits.EmptyMinutes;
import dev.trainyard.marketdata.SeriesTraits.Source;
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
import org.jspecify.annotations.Nullable;

/**
 * The SQL of an import: from kept candles to {@code candles} and {@code candle_series}. Candles of
 * a time in which the series has none are copied into it. Others are copied into a staging table,
 * where they are compared with each other and with what is stored.
 */
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
      "SELECT count(*) - count(DISTINCT time) FROM staged_candles";

  private static final String CONTRADICTIONS =
      """
      SELECT count(*) OVER () AS times, time, line, other_line
        FROM (SELECT s.time, min(s.line) FILTER (WHERE s.line = f.line) AS line,
                     min(s.line) FILTER (WHERE (s.open, s.high, s.low, s.close, s.volume) IS DISTINCT FROM
                         (f.open, f.high, f.low, f.close, f.volume)) AS other_line
                FROM staged_candles AS s
                JOIN (SELECT DISTINCT ON (time) * FROM staged_candles ORDER BY time, line) AS f USING (time)
               GROUP BY s.time) AS different
       WHERE other_line IS NOT NULL
       ORDER BY line
       LIMIT 1""";

  private static final String GAPS =
      """
      SELECT count(*) FROM (
          SELECT time, lag(time) OVER (ORDER BY time) AS previous
            FROM (SELECT DISTINCT time FROM staged_candles) AS different) AS candle
       WHERE time - previous > ?::interval""";

  // Read in the order of the key: without it, and without statistics of a series just uploaded, the
  // whole table might be searched for a candle that there is not
  private static final String NEXT_TWO =
      """
      SELECT time FROM candles
       WHERE exchange = ? AND symbol = ? AND timeframe = ? AND time >= ?
       ORDER BY time
       LIMIT 2""";

  private static final String VOLUME_KIND =
      "SELECT volume_kind FROM candle_series WHERE exchange = ? AND symbol = ? AND timeframe = ?";

  // Says too that this is an import: triggers note what others do to the candles
  private static final String LOCK_SERIES =
      "SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'candles', ?, ?, ?), 0)),"
          + " set_config('trainyard.candles', 'import', true)";

  // Candles behind the last one leave the revision of the series as it is
  private static final String SAY_WHETHER_APPENDED =
      """
      SELECT set_config('trainyard.candles', 'append', true) FROM candle_series
       WHERE exchange = ? AND symbol = ? AND timeframe = ? AND last_time < ?""";

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
  // CONFLICT would take more than twice the time, and write even to rows that do not change.
  // Of lines with one time the last counts, as of files with one time the last does.
  private static final String UPDATE_DIFFERENT =
      """
      UPDATE candles AS c
         SET open = s.open, high = s.high, low = s.low, close = s.close, volume = s.volume
        FROM (SELECT DISTINCT ON (time) * FROM staged_candles ORDER BY time, line DESC) AS s
       WHERE c.exchange = ? AND c.symbol = ? AND c.timeframe = ? AND c.time BETWEEN ? AND ?
         AND c.time = s.time
         AND (c.open, c.high, c.low, c.close, c.volume) IS DISTINCT FROM
             (s.open, s.high, s.low, s.close, s.volume)""";

  private static final String INSERT_MISSING =
      """
      INSERT INTO candles (exchange, symbol, timeframe, time, open, high, low, close, volume)
      SELECT ?, ?, ?, time, open, high, low, close, volume
        FROM (SELECT DISTINCT ON (time) * FROM staged_candles ORDER BY time, line DESC) AS s
       WHERE NOT EXISTS (
             SELECT FROM candles AS c
              WHERE c.exchange = ? AND c.symbol = ? AND c.timeframe = ? AND c.time BETWEEN ? AND ?
                AND c.time = s.time)
       ORDER BY time""";

  private static final String UPDATE_SERIES =
      """
      INSERT INTO candle_series AS s (exchange, symbol, timeframe, rows, first_time, last_time, gaps,
          volume_kind, empty_minutes, source)
      VALUES (?, ?, ?, ?, ?, ?, ? - 1, ?, ?, ?)
      ON CONFLICT (exchange, symbol, timeframe) DO UPDATE
         SET rows = s.rows + excluded.rows,
             first_time = least(s.first_time, excluded.first_time),
             last_time = greatest(s.last_time, excluded.last_time),
             gaps = s.gaps + excluded.gaps + 1,
             empty_minutes = coalesce(excluded.empty_minutes, s.empty_minutes),
             source = CASE WHEN s.source = excluded.source THEN s.source ELSE 'both' END,
             updated_at = now()""";

  private final Connection connection;
  private final CandleSeries series;
  private final Source source;

  /**
   * @param connection in a read-committed transaction
   */
  CandleMerge(Connection connection, CandleSeries series, Source source) {
    this.connection = connection;
    this.series = series;
    this.source = source;
  }

  /**
   * Stores candles.
   *
   * @param isTrial whether the transaction is rolled back, so that only the figures matter
   * @throws OtherVolumesException when the series has volumes of another kind
   * @throws UnreadableFileException when many candles of one time contradict each other
   */
  ImportResult merge(Offered offered, CandleSpool spool, boolean isTrial) throws SQLException {
    if (spool.isEmpty()) {
      return offered.result(0, 0, 0, Contradictions.NONE, 0, null, null);
    }
    if (spool.isMonotone() && stored(spool.first(), spool.last()).isFree()) {
      lock();
      Stored stored = stored(spool.first(), spool.last());
      if (stored.isFree()) {
        return add(offered, spool, stored, isTrial);
      }
    }
    return compare(offered, spool);
  }

  /** Adds candles to a series that has none of their time; nobody else can add to it meanwhile. */
  private ImportResult add(Offered offered, CandleSpool spool, Stored stored, boolean isTrial)
      throws SQLException {
    requireSameVolumes(offered.volumeKind());
    if (!isTrial) {
      copy(CandleCopy.toSeries(connection, series), spool);
      sayWhetherAppended(spool.first());
      // The first begins a run unless it continues one, and the next after the last no longer does
      long newRuns = spool.gaps() + (stored.before() ? 0 : 1) - (stored.after() ? 1 : 0);
      updateSeries(spool.size(), newRuns, spool.gaps(), offered.volumeKind(), spool);
    }
    return offered.result(
        spool.size(), 0, 0, Contradictions.NONE, spool.gaps(), spool.first(), spool.last());
  }

  /** Compares candles with each other and with those of the series, and stores what is new. */
  private ImportResult compare(Offered offered, CandleSpool spool) throws SQLException {
    createStagingTable();
    copy(CandleCopy.toStaging(connection), spool);
    long duplicates = spool.isMonotone() ? 0 : duplicates();
    Contradictions contradictions = duplicates == 0 ? Contradictions.NONE : contradictions();
    requireFew(contradictions, offered.received());
    long gaps = spool.isMonotone() ? spool.gaps() : gaps();
    // nobody else gathers the statistics of a temporary table
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE staged_candles");
    }
    lock();
    requireSameVolumes(offered.volumeKind());
    long runsBefore = runs(spool.first(), spool.last());
    long updated = updateDifferent(spool.first(), spool.last());
    long inserted = insertMissing(spool.first(), spool.last());
    if (inserted + updated > 0) {
      long newRuns = runs(spool.first(), spool.last()) - runsBefore;
      updateSeries(inserted, newRuns, gaps, offered.volumeKind(), spool);
    }
    return offered.result(
        inserted, updated, duplicates, contradictions, gaps, spool.first(), spool.last());
  }

  private void createStagingTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE_STAGING);
      statement.execute("SET LOCAL work_mem = '64MB'");
      // a series just uploaded has no statistics yet, and a loop over millions would look cheap
      statement.execute("SET LOCAL enable_nestloop = off");
    }
  }

  private static void copy(CandleCopy begun, CandleSpool spool) throws SQLException {
    try (CandleCopy copy = begun) {
      spool.replay(copy);
      copy.finish();
    } catch (CandleCopy.CopyFailedException e) {
      throw e.cause();
    }
  }

  private void lock() throws SQLException {
    try (PreparedStatement lock = prepare(LOCK_SERIES)) {
      lock.execute();
    }
  }

  /** What the series has at and around the times from {@code first} to {@code last}. */
  private Stored stored(Instant first, Instant last) throws SQLException {
    Duration step = Duration.ofMillis(series.timeframe().millis());
    Instant before = first.minus(step);
    List<Instant> next = new ArrayList<>();
    try (PreparedStatement statement = prepare(NEXT_TWO)) {
      statement.setObject(4, utc(before));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          next.add(rows.getObject(1, OffsetDateTime.class).toInstant());
        }
      }
    }
    boolean isBefore = next.remove(before);
    return new Stored(
        isBefore,
        !next.isEmpty() && !next.get(0).isAfter(last),
        !next.isEmpty() && next.get(0).equals(last.plus(step)));
  }

  private void sayWhetherAppended(Instant first) throws SQLException {
    try (PreparedStatement statement = prepare(SAY_WHETHER_APPENDED)) {
      statement.setObject(4, utc(first));
      statement.execute();
    }
  }

  private void requireSameVolumes(VolumeKind offered) throws SQLException {
    try (PreparedStatement statement = prepare(VOLUME_KIND);
        ResultSet row = statement.executeQuery()) {
      if (row.next() && !row.getString(1).equals(offered.label())) {
        throw new OtherVolumesException(
            series, VolumeKind.of(row.getString(1)).orElseThrow(), offered);
      }
    }
  }

  private long gaps() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(GAPS)) {
      statement.setString(1, step());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private String step() {
    return Duration.ofMillis(series.timeframe().millis()).toSeconds() + " seconds";
  }

  private long duplicates() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(DUPLICATES)) {
      row.next();
      return row.getLong(1);
    }
  }

  private Contradictions contradictions() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CONTRADICTIONS)) {
      return row.next()
          ? new Contradictions(
              row.getLong("times"),
              new Contradictions.Pair(
                  row.getObject("time", OffsetDateTime.class).toInstant(),
                  row.getLong("line"),
                  row.getLong("other_line")))
          : Contradictions.NONE;
    }
  }

  /** Many of them are no corrections: the file has several markets, or several timeframes. */
  private static void requireFew(Contradictions found, long received) {
    Contradictions.Pair first = found.first();
    if (first != null && found.times() > CandleFileReader.tolerated(received)) {
      throw new UnreadableFileException(
          "%,d times come more than once with other figures, as %s in lines %d and %d; expected the candles of one market, each once"
              .formatted(found.times(), first.time(), first.line(), first.otherLine()));
    }
  }

  private long runs(Instant first, Instant last) throws SQLException {
    String step = step();
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

  private void updateSeries(
      long inserted, long newRuns, long gaps, VolumeKind volumeKind, CandleSpool spool)
      throws SQLException {
    EmptyMinutes empty =
        spool.hasEmpty() ? EmptyMinutes.FILLED : gaps > 0 ? EmptyMinutes.ABSENT : null;
    try (PreparedStatement statement = prepare(UPDATE_SERIES)) {
      statement.setLong(4, inserted);
      statement.setObject(5, utc(spool.first()));
      statement.setObject(6, utc(spool.last()));
      statement.setLong(7, newRuns);
      statement.setString(8, volumeKind.label());
      statement.setString(9, empty == null ? null : empty.label());
      statement.setString(10, source.label());
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

  /**
   * Candles that a series has.
   *
   * @param before whether it has the last before a period
   * @param within whether it has one of the period
   * @param after whether it has the first after it; not known when it has one of the period
   */
  private record Stored(boolean before, boolean within, boolean after) {

    boolean isFree() {
      return !within;
    }
  }

  /**
   * What is known of the candles that are offered.
   *
   * @param volumeKind what their volumes count
   * @param report what became of the lines of their file; null when they are no file
   * @param received how many were offered
   */
  record Offered(VolumeKind volumeKind, @Nullable CandleFileReport report, long received) {

    static Offered of(CandleFileReport report) {
      return new Offered(
          VolumeKind.of(report.understood().volume()).orElseThrow(), report, report.received());
    }

    ImportResult result(
        long inserted,
        long updated,
        long duplicates,
        Contradictions contradictions,
        long gaps,
        @Nullable Instant first,
        @Nullable Instant last) {
      return new ImportResult(
          received,
          inserted,
          updated,
          duplicates,
          contradictions,
          report == null ? 0 : report.unfinished(),
          gaps,
          report == null ? 0 : report.rejected(),
          report == null ? List.of() : report.rejections(),
          first,
          last,
          report == null ? null : report.understood());
    }
  }
}
