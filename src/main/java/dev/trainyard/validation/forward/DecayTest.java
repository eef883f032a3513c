package dev.trainyard.validation.forward;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A sequential test whether trades still keep half of what was promised. It may be looked at after
 * every trade, for ever: of configurations that keep at least half, at most {@link #ERROR_RATE} are
 * ever called decayed.
 *
 * <p>It is a test by betting (G. Shafer, "Testing by betting", Journal of the Royal Statistical
 * Society A 184, 2021). Somebody bets on each trade that it will be worse than half of the promise.
 * While the mean result of the next trade is at least that, whatever happened before, no way to bet
 * makes money on average, so by Ville's inequality the money is ever multiplied by 1 / α with a
 * probability of at most α. The bets are a mixture of stakes, begun at every trade with the weight
 * 1 / (j (j + 1)), so an edge that ends late is found as well (R. Johari and others, "Always valid
 * inference", Operations Research 70, 2022, for mixtures; W. Shin, A. Ramdas and A. Rinaldo,
 * "E-detectors", New England Journal of Statistics in Data Science, 2024, for the starts).
 *
 * @param trades trades that were looked at
 * @param mean mean result of them, each cut at the cap, as a fraction of the size; 0 without trades
 * @param evidence what the bets have made of 1, or had made when it first reached the threshold
 * @param decayedAt number of the trade, from 0, at which it did; -1 when it never did
 */
public record DecayTest(int trades, double mean, double evidence, int decayedAt) {
  /** Probability that an edge which keeps at least half of its promise is ever called decayed. */
  public static final double ERROR_RATE = 0.05;

  /** Evidence at which an edge is called decayed. */
  public static final double THRESHOLD = 1 / ERROR_RATE;

  /** Shares of the money that are bet on a result one deviation below half of the promise. */
  private static final double[] STAKES = {0.05, 0.1, 0.2, 0.4};

  /** The most of the money that one trade can lose. */
  private static final double MOST_LOST = 0.9;

  /**
   * Tests closed trades against a promise.
   *
   * @param results result of each as a fraction of its size, in order
   */
  public static DecayTest of(Promise promise, double[] results) {
    double least = promise.least();
    double highest = (promise.cap() - least) / promise.deviation();
    double[] stakes = new double[STAKES.length];
    for (int k = 0; k < stakes.length; k++) {
      stakes[k] = Math.min(STAKES[k], MOST_LOST / highest);
    }
    double[] bets = new double[stakes.length];
    double sum = 0;
    double evidence = 1;
    int decayedAt = -1;
    for (int n = 0; n < results.length; n++) {
      double result = Math.min(results[n], promise.cap());
      sum += result;
      if (decayedAt >= 0) {
        continue;
      }
      double shortfall = (least - result) / promise.deviation();
      double begun = 1.0 / ((n + 1.0) * (n + 2.0));
      double made = 0;
      for (int k = 0; k < bets.length; k++) {
        bets[k] = (bets[k] + begun) * (1 + stakes[k] * shortfall);
        made += bets[k];
      }
      // What is kept for bets that begin later
      evidence = made / bets.length + 1.0 / (n + 2.0);
      if (evidence >= THRESHOLD) {
        decayedAt = n;
      }
    }
    return new DecayTest(
        results.length, results.length == 0 ? 0 : sum / results.length, evidence, decayedAt);
  }

  /** Returns whether the evidence has ever reached the threshold. */
  public boolean isDecayed() {
    return decayedAt >= 0;
  }

  /** Returns the JSON shape; results are in percent. */
  public Map<String, Object> toMap(Promise promise) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("trades", trades);
    map.put("mean_trade_pct", trades == 0 ? null : mean * 100);
    map.put("least_mean_trade_pct", promise.least() * 100);
    map.put("evidence", evidence);
    map.put("threshold", THRESHOLD);
    map.put("error_rate", ERROR_RATE);
    return map;
  }
}
