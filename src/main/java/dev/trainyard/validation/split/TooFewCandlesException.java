package dev.trainyard.validation.split;

import dev.trainyard.market.DataQuality;
import java.util.Locale;

/** The candles cannot be divided into search part, embargo and hold-out. */
public final class TooFewCandlesException extends RuntimeException {
  private final int available;
  private final int needed;

  TooFewCandlesException(int available, int needed, int embargo, ValidationSettings settings) {
    super(
        String.format(
            Locale.ROOT,
            "%,d candles are too few to validate: %s. Use more candles or set run_validation to false.",
            available,
            need(needed, embargo, settings)));
    this.available = available;
    this.needed = needed;
  }

  private TooFewCandlesException(String origin, TooFewCandlesException cause, String outlook) {
    super(origin + cause.getMessage() + outlook, cause);
    this.available = cause.available;
    this.needed = cause.needed;
  }

  /** Says how many candles it takes, and what for. */
  static String need(int needed, int embargo, ValidationSettings settings) {
    return String.format(
        Locale.ROOT,
        "%,d are needed for a hold-out of %.0f %% and %d walk-forward windows, each apart from the search by the longest"
            + " holding time of %d candles",
        needed,
        settings.holdout() * 100,
        settings.windows(),
        embargo);
  }

  /**
   * The same error, which says first why there are no more candles, and last how many to ask for
   * when the filter drops as large a share again.
   */
  public TooFewCandlesException outOf(DataQuality quality) {
    StringBuilder origin = new StringBuilder();
    if (quality.fallsShort()) {
      origin.append(
          String.format(
              Locale.ROOT,
              "Of %,d candles asked for there are %,d. ",
              quality.asked(),
              quality.loaded()));
    }
    if (quality.droppedInAll() > 0) {
      origin.append(
          String.format(
              Locale.ROOT,
              "%,d of %,d candles are left after data_filter_config dropped %s. ",
              quality.kept(),
              quality.loaded(),
              quality.droppedInWords()));
    }
    return new TooFewCandlesException(origin.toString(), this, outlook(quality));
  }

  private String outlook(DataQuality quality) {
    if (quality.droppedInAll() == 0 || quality.kept() == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        " Where as many are dropped, it takes %,d candles to keep %,d.",
        -Math.floorDiv(-(long) needed * quality.loaded(), quality.kept()),
        needed);
  }

  /** Candles that there are. */
  public int available() {
    return available;
  }

  /** Candles that it takes. */
  public int needed() {
    return needed;
  }
}
