package dev.trainyard.market;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Drops candles without real trading, before any indicator is computed. The rules apply to each
 * candle in the order of {@link DropReason}; the first match decides.
 *
 * @param enabled false keeps every candle
 * @param minVolume minimum volume in the base currency
 * @param minMovementPct minimum (high − low) / open, in percent
 * @param dropFlat whether {@code minMovementPct} applies
 * @param keepHighVolumeSinglePrice whether a candle with a single price stays when its volume is at
 *     least 1
 */
public record CandleFilter(
    boolean enabled,
    double minVolume,
    double minMovementPct,
    boolean dropFlat,
    boolean keepHighVolumeSinglePrice) {

  /** The filter of a request that does not say otherwise. */
  public static final CandleFilter DEFAULT = new CandleFilter(true, 0.1, 0.01, true, true);

  private static final double HIGH_VOLUME = 1;

  /** Why a candle was dropped. */
  public enum DropReason {
    ZERO_VOLUME("zero_volume"),
    LOW_VOLUME("low_volume"),
    SINGLE_PRICE("single_price"),
    FLAT("flat");

    private final String label;

    DropReason(String label) {
      this.label = label;
    }

    /** Returns the name in JSON and logs. */
    public String label() {
      return label;
    }
  }

  /**
   * The result of filtering a series.
   *
   * @param candles the candles that were kept
   * @param quality counts over the whole series, before anything was dropped
   */
  public record Filtered(Candles candles, DataQuality quality) {}

  /** Applies the filter to candles of a timeframe. */
  public Filtered apply(Candles candles, Timeframe timeframe) {
    Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
    int size = 0;
    for (int i = 0; i < candles.size(); i++) {
      DropReason reason = enabled ? reasonToDrop(candles, i) : null;
      if (reason == null) {
        size++;
      } else {
        dropped.merge(reason, 1, Integer::sum);
      }
    }
    return new Filtered(
        dropped.isEmpty() ? candles : kept(candles, size),
        DataQuality.of(candles, timeframe, dropped));
  }

  /** Copies the candles that are kept: asked twice, a candle takes less than room for all would. */
  private Candles kept(Candles candles, int size) {
    long[] time = new long[size];
    double[] open = new double[size];
    double[] high = new double[size];
    double[] low = new double[size];
    double[] close = new double[size];
    double[] volume = new double[size];
    int next = 0;
    for (int i = 0; i < candles.size(); i++) {
      if (reasonToDrop(candles, i) == null) {
        time[next] = candles.time()[i];
        open[next] = candles.open()[i];
        high[next] = candles.high()[i];
        low[next] = candles.low()[i];
        close[next] = candles.close()[i];
        volume[next++] = candles.volume()[i];
      }
    }
    return new Candles(time, open, high, low, close, volume);
  }

  /** Returns the reason to drop a candle; null to keep it. */
  private @Nullable DropReason reasonToDrop(Candles candles, int i) {
    double open = candles.open()[i];
    double high = candles.high()[i];
    double low = candles.low()[i];
    double volume = candles.volume()[i];
    if (volume == 0) {
      return DropReason.ZERO_VOLUME;
    }
    if (volume < minVolume) {
      return DropReason.LOW_VOLUME;
    }
    if (open == high && high == low && low == candles.close()[i]) {
      // decided here: the next rule would drop every one of them again
      return keepHighVolumeSinglePrice && volume >= HIGH_VOLUME ? null : DropReason.SINGLE_PRICE;
    }
    return dropFlat && (high - low) / open * 100 < minMovementPct ? DropReason.FLAT : null;
  }
}
