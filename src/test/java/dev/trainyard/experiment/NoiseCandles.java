package dev.trainyard.experiment;

import dev.trainyard.market.Candles;
import dev.trainyard.market.CandlesBuilder;
import dev.trainyard.market.Timeframe;
import java.util.SplittableRandom;

/** Candles in which nothing can be foreseen. */
public enum NoiseCandles {
  /** Normal returns of five-minute size, with volume and range that come and go. */
  RANDOM_WALK {
    @Override
    public Candles make(Candles real, int size, SplittableRandom random) {
      CandlesBuilder builder = new CandlesBuilder(size);
      double price = 100;
      for (int i = 0; i < size; i++) {
        double open = price;
        double high = open;
        double low = open;
        for (int step = 0; step < STEPS; step++) {
          price *= Math.exp(DEVIATION / Math.sqrt(STEPS) * random.nextGaussian());
          high = Math.max(high, price);
          low = Math.min(low, price);
        }
        double volume = Math.exp(VOLUME_DEVIATION * random.nextGaussian());
        builder.add(i * Timeframe.M5.millis(), open, high, low, price, volume);
      }
      return builder.build();
    }
  },

  /**
   * Real candles, cut into blocks of days' parts and put together anew: their shapes, volumes and
   * clusters of volatility stay, what leads from one block to the next does not. Each block keeps
   * or mirrors its moves by the toss of a coin, so that no drift is left.
   */
  BOOTSTRAP {
    @Override
    public Candles make(Candles real, int size, SplittableRandom random) {
      CandlesBuilder builder = new CandlesBuilder(size);
      double price = 100;
      int source = 0;
      boolean mirrored = false;
      for (int i = 0; i < size; i++) {
        if (i % BLOCK == 0 || source == real.size()) {
          source = 1 + random.nextInt(real.size() - BLOCK - 1);
          mirrored = random.nextBoolean();
        }
        double before = real.close()[source - 1];
        double open = price * move(real.open()[source] / before, mirrored);
        double high = price * move(real.high()[source] / before, mirrored);
        double low = price * move(real.low()[source] / before, mirrored);
        price *= move(real.close()[source] / before, mirrored);
        builder.add(
            i * Timeframe.M5.millis(),
            open,
            Math.max(high, low),
            Math.min(high, low),
            price,
            real.volume()[source]);
        source++;
      }
      return builder.build();
    }
  };

  private static final int STEPS = 20;
  private static final double DEVIATION = 0.0015;
  private static final double VOLUME_DEVIATION = 0.8;

  /** Longer than the memory of most indicators, and than any position but the longest. */
  private static final int BLOCK = 144;

  /**
   * Makes candles.
   *
   * @param real those that are taken apart, if any are
   */
  public abstract Candles make(Candles real, int size, SplittableRandom random);

  private static double move(double ratio, boolean mirrored) {
    return mirrored ? 1 / ratio : ratio;
  }
}
