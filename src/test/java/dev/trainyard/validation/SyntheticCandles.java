package dev.trainyard.validation;

import dev.trainyard.market.Candles;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.StandardNormal;
import java.util.function.IntToDoubleFunction;

/** Hourly candles with normal returns, each correlated with the return before. */
public final class SyntheticCandles {
  public static final long HOUR = 3_600_000;
  private static final double DEVIATION = 0.01;

  private SyntheticCandles() {}

  /** A random walk. */
  public static Candles noise(int size, long seed) {
    return trending(size, seed, 0);
  }

  /**
   * A series with momentum.
   *
   * @param memory share of a return that the next one repeats, 0..1
   */
  static Candles trending(int size, long seed, double memory) {
    return changing(size, seed, bar -> memory);
  }

  /**
   * A series whose momentum changes.
   *
   * @param memory share of the return before that the return of a bar repeats, -1..1
   */
  public static Candles changing(int size, long seed, IntToDoubleFunction memory) {
    RandomStream.Draws draws = new RandomStream(seed, "candles").draws(0, 0);
    long[] time = new long[size];
    double[] open = new double[size];
    double[] high = new double[size];
    double[] low = new double[size];
    double[] close = new double[size];
    double[] volume = new double[size];
    double price = 100;
    double change = 0;
    for (int i = 0; i < size; i++) {
      change =
          memory.applyAsDouble(i) * change
              + DEVIATION * StandardNormal.quantile(draws.nextDouble());
      time[i] = i * HOUR;
      open[i] = price;
      price *= StrictMath.exp(change);
      close[i] = price;
      high[i] = Math.max(open[i], close[i]) * 1.0005;
      low[i] = Math.min(open[i], close[i]) * 0.9995;
      volume[i] = 10;
    }
    return new Candles(time, open, high, low, close, volume);
  }
}
