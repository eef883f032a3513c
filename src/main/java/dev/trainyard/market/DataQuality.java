package dev.trainyard.market;

import dev.trainyard.market.CandleFilter.DropReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The quality of a series of candles. All counts but {@code kept} and {@code dropped} cover the
 * series as it was loaded.
 *
 * @param asked candles that were asked for; the number loaded when no number was given
 * @param loaded candles in the series, of those asked for
 * @param kept candles that passed the filter
 * @param dropped candles dropped by the filter, by {@link DropReason#label}; contains every reason
 * @param gaps places where the next candle is missing
 * @param missingCandles candles missing in all gaps together
 * @param duplicates candles that open within the interval of the previous candle
 * @param ohlcViolations candles whose high or low is not the extreme of its four prices, or with a
 *     price that is not positive, or a negative volume
 * @param notes what else there is to know of the candles, in words
 */
public record DataQuality(
    long asked,
    int loaded,
    int kept,
    Map<String, Integer> dropped,
    int gaps,
    long missingCandles,
    int duplicates,
    int ohlcViolations,
    List<String> notes) {

  public DataQuality {
    notes = List.copyOf(notes);
    dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
  }

  static DataQuality of(Candles candles, Timeframe timeframe, Map<DropReason, Integer> dropped) {
    Map<String, Integer> byLabel = new LinkedHashMap<>();
    int droppedInAll = 0;
    for (DropReason reason : DropReason.values()) {
      int count = dropped.getOrDefault(reason, 0);
      byLabel.put(reason.label(), count);
      droppedInAll += count;
    }
    int gaps = 0;
    long missing = 0;
    int duplicates = 0;
    int violations = 0;
    for (int i = 0; i < candles.size(); i++) {
      if (i > 0) {
        long steps =
            Math.floorDiv(candles.time()[i], timeframe.millis())
                - Math.floorDiv(candles.time()[i - 1], timeframe.millis());
        if (steps > 1) {
          gaps++;
          missing += steps - 1;
        } else if (steps == 0) {
          duplicates++;
        }
      }
      if (violatesOhlc(candles, i)) {
        violations++;
      }
    }
    return new DataQuality(
        candles.size(),
        candles.size(),
        candles.size() - droppedInAll,
        byLabel,
        gaps,
        missing,
        duplicates,
        violations,
        List.of());
  }

  /** Adds the figures of several series up; their notes follow one another. */
  public static DataQuality sum(List<DataQuality> series) {
    Map<String, Integer> dropped = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    long asked = 0;
    int loaded = 0;
    int kept = 0;
    int gaps = 0;
    long missing = 0;
    int duplicates = 0;
    int violations = 0;
    for (DataQuality one : series) {
      one.dropped.forEach((reason, count) -> dropped.merge(reason, count, Integer::sum));
      notes.addAll(one.notes);
      asked += one.asked;
      loaded += one.loaded;
      kept += one.kept;
      gaps += one.gaps;
      missing += one.missingCandles;
      duplicates += one.duplicates;
      violations += one.ohlcViolations;
    }
    return new DataQuality(
        asked, loaded, kept, dropped, gaps, missing, duplicates, violations, notes);
  }

  /** Returns the same figures for a request of that many candles. */
  public DataQuality of(long candlesAsked) {
    return new DataQuality(
        candlesAsked,
        loaded,
        kept,
        dropped,
        gaps,
        missingCandles,
        duplicates,
        ohlcViolations,
        notes);
  }

  /** Returns the same figures with notes. */
  public DataQuality withNotes(List<String> words) {
    return new DataQuality(
        asked, loaded, kept, dropped, gaps, missingCandles, duplicates, ohlcViolations, words);
  }

  /** Returns the same figures with one more note. */
  public DataQuality withNote(String words) {
    List<String> more = new ArrayList<>(notes);
    more.add(words);
    return withNotes(more);
  }

  /** Returns whether there were fewer candles than were asked for. */
  public boolean fallsShort() {
    return loaded < asked;
  }

  /** Returns the number of dropped candles. */
  public int droppedInAll() {
    return loaded - kept;
  }

  /** Describes the dropped candles: {@code 16 (10 zero_volume, 6 flat)}, or 0. */
  public String droppedInWords() {
    String reasons =
        dropped.entrySet().stream()
            .filter(reason -> reason.getValue() > 0)
            .map(reason -> String.format(Locale.ROOT, "%,d %s", reason.getValue(), reason.getKey()))
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "%,d", droppedInAll())
        + (reasons.isEmpty() ? "" : " (" + reasons + ")");
  }

  private static boolean violatesOhlc(Candles candles, int i) {
    double open = candles.open()[i];
    double high = candles.high()[i];
    double low = candles.low()[i];
    double close = candles.close()[i];
    boolean sound =
        low > 0
            && low <= Math.min(open, close)
            && high >= Math.max(open, close)
            && high < Double.POSITIVE_INFINITY
            && candles.volume()[i] >= 0;
    return !sound;
  }
}
