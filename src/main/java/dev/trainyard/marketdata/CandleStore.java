package dev.trainyard.marketdata;

import static java.util.Comparator.comparingInt;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.marketdata.SeriesTraits.EmptyMinutes;
import dev.trainyard.marketdata.SeriesTraits.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Reads the stored candles and their inventory. */
public final class CandleStore {
  /** Number of series suggested to a client that asked for one that does not exist. */
  public static final int NEAREST_SERIES = 5;

  private static final String SUMMARY =
      "SELECT exchange, symbol, timeframe, rows, first_time, last_time, gaps, volume_kind, empty_minutes, source"
          + " FROM candle_series ";

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private final JdbcTemplate jdbc;
  private final CandleQuery query;

  /**
   * @param transactions runs each read in a transaction; without one the driver would fetch a whole
   *     result at once
   */
  public CandleStore(JdbcTemplate jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.query = new CandleQuery(jdbc, transactions);
  }

  /**
   * Loads the newest candles of a series, oldest first.
   *
   * @param last maximum number of candles, at least 1
   * @throws UnknownSeriesException when there are none
   */
  public Candles load(CandleSeries series, int last) {
    int rows = (int) Math.min(last, existing(series).rows());
    return query.newest(series, Long.MIN_VALUE, Long.MAX_VALUE, 0, rows);
  }

  /**
   * Loads the candles of a series between two positions, oldest first.
   *
   * @param from position of the first, from 0
   * @param to position after the last, not above the {@link SeriesSummary#rows} of the series
   * @throws UnknownSeriesException when there are none
   */
  public Candles load(CandleSeries series, int from, int to) {
    long newer = existing(series).rows() - to;
    return query.newest(series, Long.MIN_VALUE, Long.MAX_VALUE, newer, to - from);
  }

  /**
   * Loads the newest candles of a series up to a time, oldest first; there may be none.
   *
   * @param to end of the open times, exclusive
   * @param last maximum number of candles, at least 1
   * @throws UnknownSeriesException when the series has no candles at all
   */
  public Candles load(CandleSeries series, Instant to, int last) {
    int rows = (int) Math.min(last, existing(series).rows());
    return query.newest(series, Long.MIN_VALUE, CandleBlock.micros(to), 0, rows);
  }

  /**
   * Loads the candles of a series in a range of times, oldest first; there may be none.
   *
   * @param from first open time, inclusive
   * @param to end of the open times, exclusive
   * @throws UnknownSeriesException when the series has no candles at all
   */
  public Candles load(CandleSeries series, Instant from, Instant to) {
    return load(existing(series), from, to);
  }

  /**
   * Loads the candles of a series in a range of times, oldest first; there may be none.
   *
   * @param summary what is known of the series; no candle before its first or after its last is
   *     loaded
   * @param from first open time, inclusive
   * @param to end of the open times, exclusive
   */
  public Candles load(SeriesSummary summary, Instant from, Instant to) {
    CandleSeries series = summary.series();
    long first = Math.max(from.toEpochMilli(), summary.firstTime().toEpochMilli());
    long last = Math.min(to.toEpochMilli() - 1, summary.lastTime().toEpochMilli());
    long slots = last < first ? 0 : (last - first) / series.timeframe().millis() + 1;
    return query.newest(
        series,
        CandleBlock.micros(from),
        CandleBlock.micros(to),
        0,
        Math.toIntExact(Math.min(slots, summary.rows())));
  }

  /** Returns the summary of a series; empty when nothing is stored. */
  public Optional<SeriesSummary> find(CandleSeries series) {
    return jdbc
        .query(
            SUMMARY + "WHERE exchange = ? AND symbol = ? AND timeframe = ?",
            CandleStore::summary,
            series.exchange(),
            series.symbol(),
            series.timeframe().label())
        .stream()
        .findFirst();
  }

  /**
   * Returns the series of the same market with the longest candles of which those of another series
   * can be built; empty when there is none.
   */
  public Optional<SeriesSummary> finer(CandleSeries series) {
    return jdbc
        .query(
            SUMMARY + "WHERE exchange = ? AND symbol = ?",
            CandleStore::summary,
            series.exchange(),
            series.symbol())
        .stream()
        .filter(one -> one.series().timeframe() != series.timeframe())
        .filter(one -> series.timeframe().millis() % one.series().timeframe().millis() == 0)
        .max(Comparator.comparingLong(one -> one.series().timeframe().millis()));
  }

  /**
   * Returns the first series by exchange, symbol and timeframe label.
   *
   * @param limit maximum number of series
   */
  public List<SeriesSummary> inventory(int limit) {
    return jdbc.query(
        SUMMARY + "ORDER BY exchange, symbol, timeframe LIMIT ?", CandleStore::summary, limit);
  }

  /**
   * Returns the series after another one in the inventory.
   *
   * @param after the last series already known
   * @param limit maximum number of series
   */
  public List<SeriesSummary> inventory(CandleSeries after, int limit) {
    return jdbc.query(
        SUMMARY
            + "WHERE (exchange, symbol, timeframe) > (?, ?, ?)"
            + " ORDER BY exchange, symbol, timeframe LIMIT ?",
        CandleStore::summary,
        after.exchange(),
        after.symbol(),
        after.timeframe().label(),
        limit);
  }

  /**
   * Returns the existing series most like one that does not exist. Series of the same symbol come
   * first, then others by edit distance of the symbol; among equals the same exchange, then the
   * nearest timeframe.
   */
  public List<CandleSeries> nearest(CandleSeries series) {
    Comparator<CandleSeries> likeness =
        comparingInt((CandleSeries s) -> DISTANCE.apply(s.symbol(), series.symbol()))
            .thenComparingInt(s -> DISTANCE.apply(s.exchange(), series.exchange()))
            .thenComparingDouble(s -> ratio(s.timeframe(), series.timeframe()));
    return jdbc
        .query(SUMMARY + "ORDER BY exchange, symbol, timeframe", CandleStore::summary)
        .stream()
        .map(SeriesSummary::series)
        .sorted(likeness)
        .limit(NEAREST_SERIES)
        .toList();
  }

  private static double ratio(Timeframe a, Timeframe b) {
    return (double) Math.max(a.millis(), b.millis()) / Math.min(a.millis(), b.millis());
  }

  private SeriesSummary existing(CandleSeries series) {
    return find(series).orElseThrow(() -> new UnknownSeriesException(series, nearest(series)));
  }

  private static SeriesSummary summary(ResultSet row, int number) throws SQLException {
    return new SeriesSummary(
        new CandleSeries(
            row.getString("exchange"),
            row.getString("symbol"),
            Timeframe.of(row.getString("timeframe")).orElseThrow()),
        row.getLong("rows"),
        row.getObject("first_time", OffsetDateTime.class).toInstant(),
        row.getObject("last_time", OffsetDateTime.class).toInstant(),
        row.getLong("gaps"),
        traits(row));
  }

  private static SeriesTraits traits(ResultSet row) throws SQLException {
    String empty = row.getString("empty_minutes");
    return new SeriesTraits(
        VolumeKind.of(row.getString("volume_kind")).orElseThrow(),
        empty == null ? null : EmptyMinutes.valueOf(empty.toUpperCase(Locale.ROOT)),
        Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)));
  }
}
