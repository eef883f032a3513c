package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Implements the rule of LIQUIDITY_SWEEP literally, without regard to speed. */
final class LiquiditySweepOracle {
  private final Candles candles;
  private final double[] atr;
  private final double[] meanVolume;

  LiquiditySweepOracle(Candles candles) {
    this.candles = candles;
    Indicators indicators = new Indicators(candles);
    this.atr = indicators.atr14();
    this.meanVolume = indicators.volumeSma20();
  }

  /** Returns the side that a bar signals; null for none. */
  Side signal(int i, Parameters p) {
    ParameterSpace space = p.space();
    double pierce = p.number(space.indexOf("pierce_depth"));
    double spike = p.number(space.indexOf("volume_spike_threshold"));
    int reversal = p.integer(space.indexOf("reversal_candles"));
    double minDistance = p.number(space.indexOf("min_distance_from_level"));
    int lookback = p.integer(space.indexOf("key_level_lookback"));
    int touches = p.integer(space.indexOf("min_level_touches"));
    double atrMedian = atrMedian(i);
    if (i < lookback || Double.isNaN(atrMedian)) {
      return null;
    }
    double close = candles.close()[i];
    double reach = 3 * atrMedian;
    double width = reach + 2 * minDistance * close;
    boolean spiked = false;
    double highest = Double.NEGATIVE_INFINITY;
    double lowest = Double.POSITIVE_INFINITY;
    for (int j = i - reversal - 1; j <= i - 1; j++) {
      spiked |= candles.volume()[j] >= spike * meanVolume[j];
      highest = Math.max(highest, candles.high()[j]);
      lowest = Math.min(lowest, candles.low()[j]);
    }
    int bullish = 0;
    int bearish = 0;
    for (int j = i - reversal; j <= i; j++) {
      bullish += candles.close()[j] > candles.open()[j] ? 1 : 0;
      bearish += candles.close()[j] < candles.open()[j] ? 1 : 0;
    }
    if (!spiked) {
      return null;
    }
    for (double level : levels(swings(i, lookback, true), close, width, minDistance, touches)) {
      if (Math.abs(level - close) <= reach
          && highest >= level * (1 + pierce)
          && close < level
          && bearish >= reversal) {
        return Side.SHORT;
      }
    }
    for (double level : levels(swings(i, lookback, false), close, width, minDistance, touches)) {
      if (Math.abs(level - close) <= reach
          && lowest <= level * (1 - pierce)
          && close > level
          && bullish >= reversal) {
        return Side.LONG;
      }
    }
    return null;
  }

  private double atrMedian(int i) {
    double[] defined =
        Arrays.stream(atr, Math.max(0, i - 499), i + 1)
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    int n = defined.length;
    return n < 100 ? Double.NaN : (defined[(n - 1) / 2] + defined[n / 2]) / 2;
  }

  /** Returns the prices of the swings that are known at a bar, in the order of time. */
  List<Double> swings(int i, int lookback, boolean highs) {
    List<Double> prices = new ArrayList<>();
    double[] x = highs ? candles.high() : candles.low();
    int sign = highs ? 1 : -1;
    for (int s = Math.max(2, i - 10 * lookback + 1); s + 2 <= i; s++) {
      boolean swing = true;
      for (int other : new int[] {s - 2, s - 1, s + 1, s + 2}) {
        swing &= sign * x[s] > sign * x[other];
      }
      if (swing) {
        prices.add(x[s]);
      }
    }
    return prices;
  }

  private static List<Double> levels(
      List<Double> swings, double close, double width, double minDistance, int touches) {
    return clusters(swings, close, width, minDistance, touches).stream()
        .map(LiquiditySweepOracle::mean)
        .toList();
  }

  /** Returns the swings of each level, ascending. */
  static List<List<Double>> clusters(
      List<Double> swings, double close, double width, double minDistance, int touches) {
    List<List<Double>> clusters = new ArrayList<>();
    List<Double> cluster = new ArrayList<>();
    List<Double> near =
        swings.stream().filter(p -> p >= close - width && p <= close + width).sorted().toList();
    for (double price : near) {
      if (!cluster.isEmpty()) {
        double mean = mean(cluster);
        if (Math.abs(price - mean) / mean > minDistance) {
          if (cluster.size() >= touches) {
            clusters.add(List.copyOf(cluster));
          }
          cluster.clear();
        }
      }
      cluster.add(price);
    }
    if (cluster.size() >= touches) {
      clusters.add(List.copyOf(cluster));
    }
    return clusters;
  }

  /** Returns the level of a cluster. */
  static double mean(List<Double> prices) {
    double sum = 0;
    for (double price : prices) {
      sum += price;
    }
    return sum / prices.size();
  }
}
