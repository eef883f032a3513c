package dev.trainyard.market;

import dev.trainyard.market.CandleFilter.DropReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a series of candles is. All counts but {@code kept} and {@code dropped} are over the
 * series as it was loaded.
 *
 * @param loaded candles in the series
 * @param kept candles that passed the filter
 * @param dropped candles dropped by the filter, by {@link DropReason#label}; every reason is there
 * @param gaps places where the next candle is missing
 * @param missingCandles candles missing in all gaps together
 * @param duplicates candles that open within the interval of the candle before
 * @param ohlcViolations candles whose high or low is not the extreme of its four prices, or with a
 *     price that is not positive, or a negative volume
 */
public record DataQuality(
    int loaded,
    int kept,
    Map<String, Integer> dropped,
    int gaps,
    long missingCandles,
    int duplicates,
    int ohlcViolations) {

  public DataQuality {
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
        candles.size() - droppedInAll,
        byLabel,
        gaps,
        missing,
        duplicates,
        violations);
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
