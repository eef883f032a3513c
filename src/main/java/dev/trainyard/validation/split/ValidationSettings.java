package dev.trainyard.validation.split;

/**
 * Settings for the division of candles in validation.
 *
 * @param holdout share of the candles at the end that the search never sees, above 0 and below 1
 * @param windows walk-forward windows inside the search part, 1 or more
 */
public record ValidationSettings(double holdout, int windows) {

  /** 30 % and 5 windows. */
  public static final ValidationSettings DEFAULT = new ValidationSettings(0.3, 5);

  public ValidationSettings {
    if (!(holdout > 0 && holdout < 1)) {
      throw new IllegalArgumentException("holdout must be above 0 and below 1");
    }
    if (windows < 1) {
      throw new IllegalArgumentException("windows must be at least 1");
    }
  }
}
