package dev.trainyard.marketdata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that changes the blocks of a series. Its caller holds the lock of the series, so that
 * nobody else does meanwhile.
 */
final class CandleBlockTable {
  // Changes through the view take the same lock, in the function candles_to_rows
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'candles', ?, ?, ?), 0))";

  private static final String BETWEEN =
      """
      SELECT start, first_time, last_time, rows, time_unit,
             CASE WHEN wanted THEN times END, CASE WHEN wanted THEN figures END
        FROM (SELECT *, start = ANY (?) AS wanted
                FROM candle_blocks
               WHERE exchange = ? AND symbol = ? AND timeframe = ? AND start BETWEEN ? AND ?) AS b
       ORDER BY start""";

  private static final String WRITE =
      """
      INSERT INTO candle_blocks (exchange, symbol, timeframe, start, first_time, last_time, rows,
          time_unit, times, figures)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (exchange, symbol, timeframe, start) DO UPDATE
         SET first_time = excluded.first_time, last_time = excluded.last_time,
             rows = excluded.rows, time_unit = excluded.time_unit, times = excluded.times,
             figures = excluded.figures""";

  private static final String LAST_BEFORE =
      """
      SELECT greatest(
          (SELECT last_time FROM candle_blocks
            WHERE exchange = ? AND symbol = ? AND timeframe = ? AND start < ?
            ORDER BY start DESC LIMIT 1),
          (SELECT time FROM candle_rows
            WHERE exchange = ? AND symbol = ? AND timeframe = ? AND time < ?
            ORDER BY time DESC LIMIT 1))""";

  private static final String FIRST_FROM =
      """
      SELECT least(
          (SELECT first_time FROM candle_blocks
            WHERE exchange = ? AND symbol = ? AND timeframe = ? AND start >= ?
            ORDER BY start LIMIT 1),
          (SELECT time FROM candle_rows
            WHERE exchange = ? AND symbol = ? AND timeframe = ? AND time >= ?
            ORDER BY time LIMIT 1))""";

  private static final String ROWS =
      """
      SELECT time, open, high, low, close, volume FROM candle_rows
       WHERE exchange = ? AND symbol = ? AND timeframe = ? AND time >= ? AND time < ?
       ORDER BY time""";

  private static final String DELETE_ROWS =
      "DELETE FROM candle_rows WHERE exchange = ? AND symbol = ? AND timeframe = ? AND time >= ? AND time < ?";

  private static final int ROWS_AT_ONCE = 10_000;
  private static final int BLOCKS_AT_ONCE = 64;

  private final Connection connection;
  private final CandleSeries series;

  /**
   * @param connection in a read-committed transaction
   */
  CandleBlockTable(Connection connection, CandleSeries series) {
    this.connection = connection;
    this.series = series;
  }

  /** A block and where it stands; without its candles when these were not wanted. */
  record Stored(CandleBlock block, boolean hasCandles) {}

  /** Waits until nobody else changes the candles of the series, until the transaction ends. */
  void lock() throws SQLException {
    try (PreparedStatement statement = prepare(LOCK)) {
      statement.execute();
    }
  }

  /**
   * Returns the blocks of a time by their start.
   *
   * @param first start of the first block, microseconds since 1970
   * @param last start of the last block
   * @param wanted starts of the blocks whose candles are wanted
   */
  SortedMap<Long, Stored> between(long first, long last, List<Long> wanted) throws SQLException {
    SortedMap<Long, Stored> blocks = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(BETWEEN)) {
      CandleCursor.inBinary(connection, statement);
      statement.setArray(
          1,
          connection.createArrayOf(
              "timestamptz", wanted.stream().map(CandleBlock::instant).toArray()));
      setSeries(statement, 2);
      statement.setObject(5, CandleCursor.time(first));
      statement.setObject(6, CandleCursor.time(last));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          byte @Nullable [] figures = row.getBytes(7);
          blocks.put(
              CandleCursor.micros(row, 1),
              new Stored(
                  new CandleBlock(
                      CandleCursor.micros(row, 2),
                      CandleCursor.micros(row, 3),
                      row.getInt(4),
                      row.getLong(5),
                      row.getBytes(6),
                      figures == null ? new byte[0] : figures),
                  figures != null));
        }
      }
    }
    return blocks;
  }

  /** Writes blocks in place of those that begin at the same time. */
  void write(List<CandleBlock> blocks) throws SQLException {
    if (blocks.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = prepare(WRITE)) {
      for (CandleBlock block : blocks) {
        statement.setObject(
            4, CandleCursor.time(CandleBlock.start(block.first(), series.timeframe())));
        statement.setObject(5, CandleCursor.time(block.first()));
        statement.setObject(6, CandleCursor.time(block.last()));
        statement.setInt(7, block.rows());
        statement.setLong(8, block.unit());
        statement.setBytes(9, block.times());
        statement.setBytes(10, block.figures());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Returns the open time of the last candle before the start of a block. */
  OptionalLong lastBefore(long start) throws SQLException {
    return neighbour(LAST_BEFORE, start);
  }

  /** Returns the open time of the first candle at or after the start of a block. */
  OptionalLong firstFrom(long start) throws SQLException {
    return neighbour(FIRST_FROM, start);
  }

  /**
   * Packs the candles that are rows of their own into blocks. What a block spans has no rows, so
   * the blocks are new.
   *
   * @param from start of a block, microseconds since 1970
   * @param to end of a block
   * @return how many candles were packed
   */
  long packRows(long from, long to) throws SQLException {
    List<CandleBlock> packed = new ArrayList<>();
    CandleColumns candles = new CandleColumns();
    long rows = 0;
    try (PreparedStatement statement = range(ROWS, from, to)) {
      CandleCursor.inBinary(connection, statement);
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows++;
          long time = CandleCursor.micros(row, 1);
          if (candles.size() > 0
              && CandleBlock.start(time, series.timeframe())
                  != CandleBlock.start(candles.first(), series.timeframe())) {
            packed.add(CandleBlock.of(candles));
            candles.clear(0);
          }
          if (packed.size() == BLOCKS_AT_ONCE) {
            write(packed);
            packed.clear();
          }
          candles.add(
              time,
              row.getDouble(2),
              row.getDouble(3),
              row.getDouble(4),
              row.getDouble(5),
              row.getDouble(6));
        }
      }
    }
    if (rows > 0) {
      packed.add(CandleBlock.of(candles));
      write(packed);
      try (PreparedStatement statement = range(DELETE_ROWS, from, to)) {
        statement.executeUpdate();
      }
    }
    return rows;
  }

  private PreparedStatement range(String sql, long from, long to) throws SQLException {
    PreparedStatement statement = prepare(sql);
    statement.setObject(4, CandleCursor.time(from));
    statement.setObject(5, CandleCursor.time(to));
    return statement;
  }

  private OptionalLong neighbour(String sql, long start) throws SQLException {
    try (PreparedStatement statement = prepare(sql)) {
      statement.setObject(4, CandleCursor.time(start));
      setSeries(statement, 5);
      statement.setObject(8, CandleCursor.time(start));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getTimestamp(1) == null
            ? OptionalLong.empty()
            : OptionalLong.of(CandleCursor.micros(row, 1));
      }
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    setSeries(statement, 1);
    return statement;
  }

  private void setSeries(PreparedStatement statement, int first) throws SQLException {
    statement.setString(first, series.exchange());
    statement.setString(first + 1, series.symbol());
    statement.setString(first + 2, series.timeframe().label());
  }
}
