package dev.trainyard.fetch;

import dev.trainyard.marketdata.CandleSeries;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Of which times of a series there is nothing left to ask: those that have candles, and those of
 * which its exchange has answered that it has none.
 */
@Repository
public class Coverage {
  // Of a block without a hole its first and last candle say all; the others are looked at candle by
  // candle
  private static final String MISSING =
      """
      WITH blocks AS (
        SELECT * FROM candle_blocks
        WHERE exchange = :exchange AND symbol = :symbol AND timeframe = :timeframe
            AND last_time >= :from AND first_time < :to),
      whole AS (
        SELECT * FROM blocks
        WHERE times IS NULL AND (rows = 1 OR time_unit * interval '1 microsecond' = CAST(:step AS interval))
            AND first_time >= :from AND last_time < :to),
      stored AS (
        SELECT time, time - row_number() OVER (ORDER BY time) * CAST(:step AS interval) AS run FROM (
          SELECT time FROM candle_rows
          WHERE exchange = :exchange AND symbol = :symbol AND timeframe = :timeframe
          UNION ALL
          SELECT time FROM unpacked_candles
          WHERE exchange = :exchange AND symbol = :symbol AND timeframe = :timeframe
              AND start = ANY (ARRAY(SELECT start FROM blocks EXCEPT SELECT start FROM whole))) AS candles
        WHERE time >= :from AND time < :to),
      known AS (
        SELECT range_agg(r) AS ranges FROM (
          SELECT tstzrange(first_time, last_time + CAST(:step AS interval)) AS r FROM whole
          UNION ALL
          SELECT tstzrange(min(time), max(time) + CAST(:step AS interval)) AS r FROM stored GROUP BY run
          UNION ALL
          SELECT unnest(covered) FROM candle_coverage
          WHERE exchange = :exchange AND symbol = :symbol AND timeframe = :timeframe) AS both_kinds)
      SELECT lower(missing) AS first, upper(missing) AS past FROM (
        SELECT unnest(tstzmultirange(tstzrange(:from, :to)) - coalesce(known.ranges, '{}')) AS missing FROM known) AS m
      ORDER BY missing
      """;

  private static final String COVER =
      """
      INSERT INTO candle_coverage AS c (exchange, symbol, timeframe, covered)
      VALUES (:exchange, :symbol, :timeframe, tstzmultirange(tstzrange(:from, :to)))
      ON CONFLICT (exchange, symbol, timeframe) DO UPDATE SET covered = c.covered + excluded.covered
      """;

  private final JdbcClient jdbc;

  Coverage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A stretch of time.
   *
   * @param from epoch milliseconds, inclusive
   * @param to epoch milliseconds, exclusive
   */
  record Stretch(long from, long to) {}

  /** Returns the stretches of a range of which something may be missing, oldest first. */
  List<Stretch> missing(CandleSeries series, Instant from, Instant to) {
    return named(MISSING, series, from, to)
        .param("step", series.timeframe().millis() / 1000 + " seconds")
        .query(
            (row, number) ->
                new Stretch(
                    row.getTimestamp("first").getTime(), row.getTimestamp("past").getTime()))
        .list();
  }

  /** Says that the exchange has answered for a range. */
  void add(CandleSeries series, Instant from, Instant to) {
    named(COVER, series, from, to).update();
  }

  /** Returns the time of the database, epoch milliseconds. */
  long now() {
    return jdbc.sql("SELECT now()").query(Timestamp.class).single().getTime();
  }

  private JdbcClient.StatementSpec named(
      String sql, CandleSeries series, Instant from, Instant to) {
    return jdbc.sql(sql)
        .param("exchange", series.exchange())
        .param("symbol", series.symbol())
        .param("timeframe", series.timeframe().label())
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to));
  }
}
