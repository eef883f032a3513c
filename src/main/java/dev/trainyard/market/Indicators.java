package dev.trainyard.market;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The indicators of one data set, each computed once and shared by all trials and threads. Values
 * are NaN until there is enough history; arrays have one value per candle and are not to be written
 * to.
 *
 * <p>Means are summed afresh at each bar: a running sum keeps residues, such as an average true
 * range of 1e-13 on constant prices.
 */
public final class Indicators {
  private static final int ATR_PERIOD = 14;
  private static final int RSI_PERIOD = 14;
  private static final int VOLUME_PERIOD = 20;
  private static final int ATR_MEDIAN_WINDOW = 500;
  private static final int ATR_MEDIAN_MINIMUM = 100;

  private enum Key {
    TRUE_RANGE,
    ATR,
    ATR_MEDIAN,
    VOLUME_MEAN,
    RSI
  }

  private final Candles candles;
  private final ConcurrentHashMap<Object, Lazy<?>> memo = new ConcurrentHashMap<>();

  /** Creates indicators that are computed when they are first asked for. */
  public Indicators(Candles candles) {
    this.candles = candles;
  }

  /**
   * Returns the indicators of the first candles alone. Those of this class are taken from here,
   * since none of them looks ahead; whatever else is asked for is computed from these candles only.
   *
   * @param end number of candles, from 1 to that of {@link #candles()}
   */
  public Indicators upTo(int end) {
    Indicators first = new Indicators(candles.slice(0, end));
    first.takeFrom(Key.TRUE_RANGE, this::trueRange);
    first.takeFrom(Key.ATR, this::atr14);
    first.takeFrom(Key.ATR_MEDIAN, this::atrMedian);
    first.takeFrom(Key.VOLUME_MEAN, this::volumeSma20);
    first.takeFrom(Key.RSI, this::rsi14);
    return first;
  }

  private void takeFrom(Key key, Supplier<double[]> whole) {
    memo.put(key, new Lazy<>(key, c -> Arrays.copyOf(whole.get(), c.size())));
  }

  /** Returns the candles from which the indicators are computed. */
  public Candles candles() {
    return candles;
  }

  /**
   * Returns what {@code compute} makes of the candles, computed once per key. It may ask for other
   * memoised values, as long as none of them asks for this one.
   *
   * @param key identifies the indicator and its parameter; a record of the strategy's own is safest
   * @throws IllegalStateException when {@code compute} returns null
   */
  @SuppressWarnings("unchecked")
  public <T> T memoised(Object key, Function<Candles, T> compute) {
    Lazy<?> lazy = memo.get(key);
    if (lazy == null) {
      lazy = memo.computeIfAbsent(key, k -> new Lazy<>(key, compute));
    }
    return (T) lazy.get(candles);
  }

  /**
   * Returns the true range: the largest of high − low, |high − previous close|, |low − previous
   * close|; high − low at bar 0.
   */
  public double[] trueRange() {
    return memoised(Key.TRUE_RANGE, Indicators::trueRange);
  }

  /** Returns the average true range: the simple mean of the last 14 true ranges. */
  public double[] atr14() {
    return memoised(Key.ATR, c -> movingMean(trueRange(), ATR_PERIOD));
  }

  /**
   * Returns the median of the last 500 defined values of {@link #atr14}; NaN with fewer than 100.
   */
  public double[] atrMedian() {
    return memoised(
        Key.ATR_MEDIAN, c -> RollingMedian.of(atr14(), ATR_MEDIAN_WINDOW, ATR_MEDIAN_MINIMUM));
  }

  /** Returns the simple mean of the last 20 volumes. */
  public double[] volumeSma20() {
    return memoised(Key.VOLUME_MEAN, c -> movingMean(c.volume(), VOLUME_PERIOD));
  }

  /**
   * Returns the relative strength index from simple means of 14 gains and losses: 100 without
   * losses, NaN without any change.
   */
  public double[] rsi14() {
    return memoised(Key.RSI, Indicators::relativeStrength);
  }

  /**
   * Computes the simple mean of the last {@code period} values, summed afresh at each bar, oldest
   * first.
   */
  public static double[] movingMean(double[] values, int period) {
    double[] means = new double[values.length];
    Arrays.fill(means, 0, Math.min(period - 1, means.length), Double.NaN);
    for (int i = period - 1; i < values.length; i++) {
      double sum = 0;
      for (int j = i - period + 1; j <= i; j++) {
        sum += values[j];
      }
      means[i] = sum / period;
    }
    return means;
  }

  private static double[] trueRange(Candles c) {
    double[] range = new double[c.size()];
    for (int i = 0; i < range.length; i++) {
      double widest = c.high()[i] - c.low()[i];
      if (i > 0) {
        double before = c.close()[i - 1];
        widest = Math.max(widest, Math.abs(c.high()[i] - before));
        widest = Math.max(widest, Math.abs(c.low()[i] - before));
      }
      range[i] = widest;
    }
    return range;
  }

  private static double[] relativeStrength(Candles c) {
    double[] close = c.close();
    double[] rsi = new double[close.length];
    Arrays.fill(rsi, 0, Math.min(RSI_PERIOD, rsi.length), Double.NaN);
    for (int i = RSI_PERIOD; i < close.length; i++) {
      double gains = 0;
      double losses = 0;
      for (int j = i - RSI_PERIOD + 1; j <= i; j++) {
        double change = close[j] - close[j - 1];
        gains += Math.max(change, 0);
        losses += Math.max(-change, 0);
      }
      if (losses == 0) {
        rsi[i] = gains == 0 ? Double.NaN : 100;
      } else {
        rsi[i] = 100 - 100 / (1 + gains / RSI_PERIOD / (losses / RSI_PERIOD));
      }
    }
    return rsi;
  }

  /**
   * A value computed at the first call; unlike in a map's own function, the computation may nest.
   */
  private static final class Lazy<T> {
    private final Object key;

    /** Null once there is a value. */
    private @Nullable Function<Candles, T> compute;

    private volatile @Nullable T value;

    Lazy(Object key, Function<Candles, T> compute) {
      this.key = key;
      this.compute = compute;
    }

    T get(Candles candles) {
      T result = value;
      return result != null ? result : computed(candles);
    }

    private synchronized T computed(Candles candles) {
      T result = value;
      if (result == null) {
        Function<Candles, T> once = Objects.requireNonNull(compute, "computed, without a value");
        result = once.apply(candles);
        if (result == null) {
          throw new IllegalStateException("the function of %s returns null".formatted(key));
        }
        value = result;
        compute = null;
      }
      return result;
    }
  }
}
