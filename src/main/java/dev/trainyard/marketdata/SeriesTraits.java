package dev.trainyard.marketdata;

import dev.trainyard.market.VolumeKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the candles of a series are.
 *
 * @param volumeKind what their volumes count
 * @param emptyMinutes what became of times without trades; null when nobody knows
 * @param source how the candles came here
 */
public record SeriesTraits(
    VolumeKind volumeKind, @Nullable EmptyMinutes emptyMinutes, Source source) {

  /** What became of times without trades. */
  public enum EmptyMinutes {
    /** They are flat candles without volume. */
    FILLED,
    /** They have no candle. */
    ABSENT;

    /** Returns the name in SQL and JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How candles come here. */
  public enum Source {
    UPLOAD,
    FETCH,
    BOTH;

    /** Returns the name in SQL and JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
