package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;

/**
 * Decides whether a bar is one of panic: the sum of five weighted signs must reach a threshold. The
 * sums of all combinations are formed once, left to right, so each equals the sum of a bar's
 * weights in their order.
 */
final class PanicScore {
  private static final double[] WEIGHTS = {0.3, 0.25, 0.2, 0.15, 0.1};
  private static final double PANIC = 0.4;

  /** Bit c tells whether the combination c of signs, the first in the lowest bit, is panic. */
  private static final int COMBINATIONS = combinations();

  private static final int ATR_MEAN_PERIOD = 20;
  private static final double MIN_BODY = 0.0001;

  private enum Ratio {
    VOLUME,
    VELOCITY,
    ATR,
    WICK
  }

  private final double[] volume;
  private final double[] velocity;
  private final double[] atr;
  private final double[] wick;
  private final double[] rsi;
  private final double volumeThreshold;
  private final double velocityThreshold;
  private final double atrThreshold;
  private final double wickThreshold;
  private final double rsiThreshold;

  private PanicScore(Indicators indicators, double[] thresholds) {
    volume =
        indicators.memoised(
            Ratio.VOLUME, candles -> ratio(candles.volume(), indicators.volumeSma20()));
    velocity = indicators.memoised(Ratio.VELOCITY, PanicScore::velocity);
    atr =
        indicators.memoised(
            Ratio.ATR,
            candles ->
                ratio(
                    indicators.atr14(),
                    Indicators.movingMean(indicators.atr14(), ATR_MEAN_PERIOD)));
    wick = indicators.memoised(Ratio.WICK, PanicScore::wick);
    rsi = indicators.rsi14();
    volumeThreshold = thresholds[0];
    velocityThreshold = thresholds[1];
    atrThreshold = thresholds[2];
    wickThreshold = thresholds[3];
    rsiThreshold = thresholds[4];
  }

  /**
   * Returns the score with the thresholds of a trial.
   *
   * @param volume threshold of volume over its 20-bar mean
   * @param velocity threshold of the body as a fraction of the open
   * @param atr threshold of the average true range over its 20-bar mean
   * @param wick threshold of both wicks over the body
   * @param rsi threshold of the relative strength index; 100 minus it counts too
   */
  static PanicScore of(
      Indicators indicators, double volume, double velocity, double atr, double wick, double rsi) {
    return new PanicScore(indicators, new double[] {volume, velocity, atr, wick, rsi});
  }

  /** Returns whether a bar is one of panic. */
  boolean at(int i) {
    int signs =
        (volume[i] >= volumeThreshold ? 1 : 0)
            | (velocity[i] >= velocityThreshold ? 2 : 0)
            | (atr[i] >= atrThreshold ? 4 : 0)
            | (wick[i] >= wickThreshold ? 8 : 0)
            | (rsi[i] <= rsiThreshold || rsi[i] >= 100 - rsiThreshold ? 16 : 0);
    return (COMBINATIONS >>> signs & 1) != 0;
  }

  private static int combinations() {
    int panic = 0;
    for (int signs = 0; signs < 1 << WEIGHTS.length; signs++) {
      double score = 0;
      for (int sign = 0; sign < WEIGHTS.length; sign++) {
        score += (signs >> sign & 1) == 0 ? 0 : WEIGHTS[sign];
      }
      panic |= score >= PANIC ? 1 << signs : 0;
    }
    return panic;
  }

  private static double[] ratio(double[] values, double[] means) {
    double[] ratio = new double[values.length];
    for (int i = 0; i < ratio.length; i++) {
      ratio[i] = values[i] / means[i];
    }
    return ratio;
  }

  private static double[] velocity(Candles c) {
    double[] velocity = new double[c.size()];
    for (int i = 0; i < velocity.length; i++) {
      velocity[i] = Math.abs(c.close()[i] - c.open()[i]) / c.open()[i];
    }
    return velocity;
  }

  private static double[] wick(Candles c) {
    double[] wick = new double[c.size()];
    for (int i = 0; i < wick.length; i++) {
      double open = c.open()[i];
      double close = c.close()[i];
      double upper = c.high()[i] - Math.max(open, close);
      double lower = Math.min(open, close) - c.low()[i];
      wick[i] = (upper + lower) / (Math.abs(close - open) + MIN_BODY);
    }
    return wick;
  }
}
