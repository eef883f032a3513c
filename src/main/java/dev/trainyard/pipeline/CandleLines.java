package dev.trainyard.pipeline;

import dev.trainyard.job.Stage;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.market.Candles;
import dev.trainyard.market.DataQuality;
import dev.trainyard.marketdata.CandleSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Log lines about a job's candles: requested, found and dropped ones, and gaps. */
final class CandleLines {
  private final CandleSeries series;
  private final String key;
  private final DataQuality quality;
  private final boolean pinned;

  /**
   * Creates the lines of a series.
   *
   * @param key ends the keys of the lines, which distinguishes several series
   * @param pinned whether an earlier claim of the job has fixed the range, so that newer candles
   *     are not requested
   */
  CandleLines(CandleSeries series, String key, DataQuality quality, boolean pinned) {
    this.series = series;
    this.key = key;
    this.quality = quality;
    this.pinned = pinned;
  }

  /**
   * Returns the lines.
   *
   * @param loaded the candles before the filter, at least one
   */
  List<LogLine> of(Candles loaded) {
    List<LogLine> lines = new ArrayList<>();
    lines.add(
        info(
            "candles" + key,
            format(
                "Requested the %s%,d candles of %s%s: found %,d, from %s to %s; %,d are used, the filter dropped %s",
                pinned ? "" : "newest ",
                quality.asked(),
                series,
                pinned ? " that the job started with" : "",
                quality.loaded(),
                time(loaded, 0),
                time(loaded, loaded.size() - 1),
                quality.kept(),
                quality.droppedInWords())));
    if (quality.fallsShort()) {
      lines.add(
          LogLine.warn("candles asked" + key, Stage.DATA_PREPARATION, named(shortage(quality))));
    }
    if (quality.gaps() > 0) {
      lines.add(
          info(
              "gaps" + key,
              named(
                  format(
                      "Missing candles: %,d, in gaps: %,d",
                      quality.missingCandles(), quality.gaps()))));
    }
    if (quality.duplicates() + quality.ohlcViolations() > 0) {
      lines.add(
          LogLine.warn(
              "faulty candles" + key,
              Stage.DATA_PREPARATION,
              named(
                  format(
                      "Faulty candles: %,d open within the interval of the candle before, %,d have a high or low that is not the"
                          + " extreme of their prices",
                      quality.duplicates(), quality.ohlcViolations()))));
    }
    return lines;
  }

  /** Returns what there is to know of the candles of all series, a line each. */
  static List<LogLine> notes(List<String> notes) {
    return notes.stream().map(note -> info("note", note)).toList();
  }

  /** Describes a shortage of candles. */
  static String shortage(DataQuality quality) {
    return format(
        "Fewer candles than requested: of %,d requested, %,d were found and %,d are used.",
        quality.asked(), quality.loaded(), quality.kept());
  }

  /** Names the series in a line, when there are several. */
  private String named(String line) {
    return key.isEmpty() ? line : series + ": " + line;
  }

  private static LogLine info(String key, String message) {
    return LogLine.info(key, Stage.DATA_PREPARATION, message);
  }

  private static Instant time(Candles candles, int bar) {
    return Instant.ofEpochMilli(candles.time()[bar]);
  }

  private static String format(String pattern, Object... figures) {
    return String.format(Locale.ROOT, pattern, figures);
  }
}
