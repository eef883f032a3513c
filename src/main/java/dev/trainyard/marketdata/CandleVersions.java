package dev.trainyard.marketdata;

import dev.trainyard.market.Timeframe;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells stored candles from those of another time, without reading them. */
public final class CandleVersions {
  // What comes behind the last candle does not count, so the last one does as long as more may come
  // before the end. Whether minutes without trades are stored says how longer candles are built.
  private static final String VERSIONS =
      """
      SELECT symbol, timeframe, last_time,
             concat_ws(' ', timeframe, revision, empty_minutes, (SELECT edits FROM candle_edits)) AS version
        FROM candle_series WHERE exchange = :exchange AND symbol = ANY(:symbols)""";

  private final JdbcClient jdbc;

  CandleVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns a text that differs from an earlier one when the candles up to a time may differ that
   * are loaded for these series: their own, or those of which they are built. While it stays the
   * same, so do they.
   *
   * @param series of one exchange, at least one
   * @param to open time of the last candle that matters
   */
  public String upTo(Instant to, List<CandleSeries> series) {
    List<Stored> stored =
        jdbc.sql(VERSIONS)
            .param("exchange", series.get(0).exchange())
            .param("symbols", series.stream().map(CandleSeries::symbol).toArray(String[]::new))
            .query(
                (row, number) ->
                    new Stored(
                        row.getString("symbol"),
                        Timeframe.of(row.getString("timeframe")).orElseThrow(),
                        row.getObject("last_time", OffsetDateTime.class).toInstant(),
                        row.getString("version")))
            .list();
    List<String> versions = new ArrayList<>();
    for (CandleSeries one : series) {
      versions.add(
          "%s: %s"
              .formatted(
                  one, source(one, stored).map(found -> found.upTo(to, one)).orElse("none")));
    }
    return String.join("\n", versions);
  }

  /** The series itself, or else the one with the longest candles of which its own can be built. */
  private static Optional<Stored> source(CandleSeries series, List<Stored> stored) {
    return stored.stream()
        .filter(one -> one.symbol().equals(series.symbol()))
        .filter(one -> series.timeframe().millis() % one.timeframe().millis() == 0)
        .max(Comparator.comparingLong(one -> one.timeframe().millis()));
  }

  private record Stored(String symbol, Timeframe timeframe, Instant lastTime, String version) {

    String upTo(Instant to, CandleSeries wanted) {
      Instant end = to.plusMillis(wanted.timeframe().millis() - timeframe.millis());
      return version + " " + (lastTime.isBefore(end) ? lastTime : end);
    }
  }
}
