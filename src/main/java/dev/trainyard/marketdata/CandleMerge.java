package dev.trainyard.marketdata;

import dev.trainyard.market.Timeframe;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of an import: from kept candles to {@code candle_blocks} and {@code candle_series}.
 * Candles in no order are first copied into a staging table, where they are compared with each
 * other and sorted.
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

  private static final String VOLUME_KIND =
      "SELECT volume_kind FROM candle_series WHERE exchange = ? AND symbol = ? AND timeframe = ?";

  // Candles behind the last one leave the revision of the series as it is
  private static final String SAY_WHETHER_APPENDED =
      """
      SELECT set_config('trainyard.candles', 'append', true) FROM candle_series
       WHERE exchange = ? AND symbol = ? AND timeframe = ? AND last_time < ?""";

  // Of lines with one time the last counts, as of files with one time the last does
  private static final String IN_ORDER =
      """
      SELECT DISTINCT ON (time) line, time, open, high, low, close, volume
        FROM staged_candles ORDER BY time, line DESC""";

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

  private static final int ROWS_AT_ONCE = 10_000;

  private final Connection connection;
  private final CandleSeries series;
  private final Source source;
  private final CandleBlockTable table;

  /**
   * @param connection in a read-committed transaction
   */
  CandleMerge(Connection connection, CandleSeries series, Source source) {
    this.connection = connection;
    this.series = series;
    this.source = source;
    this.table = new CandleBlockTable(connection, series);
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
    if (spool.isMonotone()) {
      return store(offered, spool, 0, Contradictions.NONE, isTrial);
    }
    createStagingTable();
    stage(spool);
    long duplicates = duplicates();
    Contradictions contradictions = duplicates == 0 ? Contradictions.NONE : contradictions();
    requireFew(contradictions, offered.received());
    try (CandleSpool inOrder = inOrder()) {
      return store(offered, inOrder, duplicates, contradictions, isTrial);
    }
  }

  /** Stores candles that come in the order of their times, or all in the opposite one. */
  private ImportResult store(
      Offered offered,
      CandleSpool spool,
      long duplicates,
      Contradictions contradictions,
      boolean isTrial)
      throws SQLException {
    table.lock();
    requireSameVolumes(offered.volumeKind());
    Timeframe timeframe = series.timeframe();
    table.packRows(
        CandleBlock.start(CandleBlock.micros(spool.first()), timeframe),
        CandleBlock.start(CandleBlock.micros(spool.last()), timeframe)
            + CandleBlock.length(timeframe));
    BlockMerge merge = new BlockMerge(table, series, isTrial);
    try {
      spool.replay(merge);
    } catch (DatabaseFailureException e) {
      throw e.cause();
    }
    merge.finish();
    if (merge.inserted() + merge.updated() > 0) {
      sayWhetherAppended(spool.first());
      updateSeries(merge.inserted(), merge.newRuns(), offered.volumeKind(), spool);
    }
    return offered.result(
        merge.inserted(),
        merge.updated(),
        duplicates,
        contradictions,
        spool.gaps(),
        spool.first(),
        spool.last());
  }

  private void createStagingTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE_STAGING);
      statement.execute("SET LOCAL work_mem = '64MB'");
    }
  }

  private void stage(CandleSpool spool) throws SQLException {
    try (CandleCopy copy = new CandleCopy(connection)) {
      spool.replay(copy);
      copy.finish();
    } catch (DatabaseFailureException e) {
      throw e.cause();
    }
    // nobody else gathers the statistics of a temporary table
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE staged_candles");
    }
  }

  /** Keeps the staged candles anew, oldest first. */
  private CandleSpool inOrder() throws SQLException {
    CandleSpool spool = new CandleSpool(series.timeframe());
    try (PreparedStatement statement = connection.prepareStatement(IN_ORDER)) {
      CandleCursor.inBinary(connection, statement);
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          spool.accept(
              row.getLong(1),
              CandleBlock.millis(CandleCursor.micros(row, 2)),
              row.getDouble(3),
              row.getDouble(4),
              row.getDouble(5),
              row.getDouble(6),
              row.getDouble(7));
        }
      }
    } catch (SQLException | RuntimeException e) {
      spool.close();
      throw e;
    }
    return spool;
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

  private void updateSeries(long inserted, long newRuns, VolumeKind volumeKind, CandleSpool spool)
      throws SQLException {
    EmptyMinutes empty =
        spool.hasEmpty() ? EmptyMinutes.FILLED : spool.gaps() > 0 ? EmptyMinutes.ABSENT : null;
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
