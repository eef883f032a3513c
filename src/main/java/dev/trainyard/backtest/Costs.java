package dev.trainyard.backtest;

/**
 * Trading costs, as fractions.
 *
 * @param feeRate exchange fee of each fill, of its notional; 0.001 is 0.1 %
 * @param slippageRate fraction by which each fill is worse than its price
 * @param fundingRate8h fraction of its notional that a long pays and a short receives at each of
 *     00:00, 08:00 and 16:00 UTC; may be negative
 */
public record Costs(double feeRate, double slippageRate, double fundingRate8h) {

  /** Fee 0.1 % and slippage 0.05 % a side, no funding. */
  public static final Costs DEFAULT = new Costs(0.001, 0.0005, 0);

  /** No costs at all. */
  public static final Costs NONE = new Costs(0, 0, 0);

  public Costs {
    requireRate("fee_rate", feeRate);
    requireRate("slippage_rate", slippageRate);
    if (!(Math.abs(fundingRate8h) < 1)) {
      throw new IllegalArgumentException("funding_rate_8h must be between -1 and 1");
    }
  }

  /**
   * Returns the fees and slippage of an entry and an exit together, as a fraction of the notional.
   */
  public double roundTrip() {
    return 2 * (feeRate + slippageRate);
  }

  /** Multiplies all rates by {@code factor}, for stress tests. */
  public Costs times(double factor) {
    return new Costs(feeRate * factor, slippageRate * factor, fundingRate8h * factor);
  }

  private static void requireRate(String name, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(name + " must be at least 0 and below 1");
    }
  }
}
