package dev.trainyard.validation.split;

import dev.trainyard.market.DataQuality;
import java.util.List;
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

  /** Describes how many candles are needed, and what for. */
  static String need(int needed, int embargo, ValidationSettings settings) {
    return String.format(
        Locale.ROOT,
        "%,d are needed for a hold-out of %.0f %% and %d walk-forward windows, each separated from the search by the longest"
            + " holding time of %d candles",
        needed,
        settings.holdout() * 100,
        settings.windows(),
        embargo);
  }

  /**
   * Returns the same error with the reason for the shortage first, and last how many candles to
   * request if the filter drops the same share again.
   */
  public TooFewCandlesException outOf(DataQuality quality) {
    StringBuilder origin = new StringBuilder();
    if (quality.fallsShort()) {
      origin.append(
          String.format(
              Locale.ROOT,
              "Of %,d candles requested, %,d were found. ",
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

  /** Returns the same error for the period that several series have in common. */
  public TooFewCandlesException inCommon(List<String> symbols) {
    return new TooFewCandlesException(
        "The period that %s have in common is too short: ".formatted(String.join(", ", symbols)),
        this,
        "");
  }

  private String outlook(DataQuality quality) {
    if (quality.droppedInAll() == 0 || quality.kept() == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        " At the same share of dropped candles, %,d candles are needed to keep %,d.",
        -Math.floorDiv(-(long) needed * quality.loaded(), quality.kept()),
        needed);
  }

  /** Returns the number of available candles. */
  public int available() {
    return available;
  }

  /** Returns the number of needed candles. */
  public int needed() {
    return needed;
  }
}
