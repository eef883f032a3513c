package dev.trainyard.marketdata;

import dev.trainyard.marketdata.SeriesCoverage.Gap;
import dev.trainyard.marketdata.SeriesCoverage.Stretch;
import dev.trainyard.sql.RowReader;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads series for those who look at them: as the bars of a chart, and as what is missing. */
public final class SeriesQueries {
  private static final int LARGEST_GAPS = 100;

  /** Bars begin at multiples of their width, so that they do not change when the range moves. */
  private static final String BARS =
      """
      SELECT min(time) AS time, (array_agg(open ORDER BY time))[1] AS open, max(high) AS high, min(low) AS low,
          (array_agg(close ORDER BY time DESC))[1] AS close, sum(volume) AS volume, count(*) AS candles
      FROM candles
      WHERE exchange = :exchange AND symbol = :symbol AND timeframe = :timeframe AND time >= :from AND time < :to
      GROUP BY date_bin(make_interval(secs => :width), time, timestamptz 'epoch')
      ORDER BY 1
      """;

  private static final String STRETCHES =
      """
      SELECT round((extract(epoch FROM time) * 1000 - :first) / :step)::bigint * :parts / :slots AS part, count(*) AS candles
      FROM candles WHERE exchange = :exchange AND symbol = :symbol AND timeframe = :timeframe
      GROUP BY 1
      """;

  private static final String GAPS =
      """
      SELECT before + make_interval(secs => :step) AS beginning, time AS ending,
          (extract(epoch FROM time - before) / :step)::bigint - 1 AS missing
      FROM (SELECT time, lag(time) OVER (ORDER BY time) AS before FROM candles
          WHERE exchange = :exchange AND symbol = :symbol AND timeframe = :timeframe) neighbours
      WHERE time - before > make_interval(secs => :step)
      ORDER BY missing DESC, time LIMIT :limit
      """;

  private final JdbcClient jdbc;

  SeriesQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Candles of a range as the bars of a chart. When there are more candles than bars, neighbours
   * become one bar that keeps their highest high and lowest low.
   *
   * @param from first open time, inclusive
   * @param to end of the open times, exclusive
   * @param bars bars at most, but for those that the range cuts at its ends
   */
  public CandleBars bars(CandleSeries series, Instant from, Instant to, int bars) {
    long step = series.timeframe().millis();
    long slots = Math.max(1, (to.toEpochMilli() - from.toEpochMilli() + step - 1) / step);
    long perBar = Math.max(1, (slots + bars - 1) / bars);
    List<Long> time = new ArrayList<>();
    List<Double> open = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> close = new ArrayList<>();
    List<Double> volume = new ArrayList<>();
    long[] candles = new long[1];
    ofSeries(BARS, series)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .param("width", perBar * step / 1000.0)
        .query(
            row -> {
              time.add(new RowReader(row).requiredInstant("time").toEpochMilli());
              open.add(row.getDouble("open"));
              high.add(row.getDouble("high"));
              low.add(row.getDouble("low"));
              close.add(row.getDouble("close"));
              volume.add(row.getDouble("volume"));
              candles[0] += row.getLong("candles");
            });
    return new CandleBars(candles[0], perBar, time, open, high, low, close, volume);
  }

  /**
   * Where the candles of a series are.
   *
   * @param parts parts that its time is cut into
   */
  public SeriesCoverage coverage(SeriesSummary summary, int parts) {
    CandleSeries series = summary.series();
    long step = series.timeframe().millis();
    long first = summary.firstTime().toEpochMilli();
    long slots = (summary.lastTime().toEpochMilli() - first) / step + 1;
    int cut = (int) Math.min(parts, slots);
    long[] found = new long[cut];
    ofSeries(STRETCHES, series)
        .param("first", first)
        .param("step", step)
        .param("slots", slots)
        .param("parts", cut)
        .query(
            row -> {
              // A candle beside its slot, as some exchanges have it, may lie behind the last one
              found[Math.min(cut - 1, row.getInt("part"))] += row.getLong("candles");
            });
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 0; i < cut; i++) {
      long begin = (slots * i + cut - 1) / cut;
      long end = (slots * (i + 1) + cut - 1) / cut;
      stretches.add(
          new Stretch(
              Instant.ofEpochMilli(first + begin * step),
              Math.min(1, (double) found[i] / (end - begin))));
    }
    List<Gap> gaps =
        ofSeries(GAPS, series)
            .param("step", step / 1000.0)
            .param("limit", LARGEST_GAPS)
            .query(
                (row, number) -> {
                  RowReader columns = new RowReader(row);
                  return new Gap(
                      columns.requiredInstant("beginning"),
                      columns.requiredInstant("ending"),
                      row.getLong("missing"));
                })
            .list();
    return new SeriesCoverage(
        summary.rows(),
        summary.firstTime(),
        summary.lastTime(),
        slots - summary.rows(),
        stretches,
        gaps);
  }

  private JdbcClient.StatementSpec ofSeries(String sql, CandleSeries series) {
    return jdbc.sql(sql)
        .param("exchange", series.exchange())
        .param("symbol", series.symbol())
        .param("timeframe", series.timeframe().label());
  }
}
