package dev.trainyard.validation;

/** The candles cannot be divided into search part, embargo and hold-out. */
public final class TooFewCandlesException extends RuntimeException {
  private final int available;
  private final int needed;

  TooFewCandlesException(int available, int needed, int embargo, ValidationSettings settings) {
    super(
        ("%,d candles are too few to validate: %,d are needed for a hold-out of %.0f %% and"
                + " %d walk-forward windows, each apart from the search by the longest holding time"
                + " of %d candles. Use more candles or set run_validation to false.")
            .formatted(available, needed, settings.holdout() * 100, settings.windows(), embargo));
    this.available = available;
    this.needed = needed;
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
