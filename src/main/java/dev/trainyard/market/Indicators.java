package dev.trainyard.market;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The indicators of one data set, each computed once and shared by all trials and threads. Values
 * are NaN until there is enough history.
 */
public final class Indicators {
  private final Candles candles;
  private final ConcurrentHashMap<Object, Object> memo = new ConcurrentHashMap<>();

  public Indicators(Candles candles) {
    this.candles = candles;
  }

  /** The candles that the indicators are of. */
  public Candles candles() {
    return candles;
  }

  /**
   * What {@code compute} makes of the candles, computed once per key.
   *
   * @param key names the indicator and its parameter; a record of the strategy's own is safest
   */
  @SuppressWarnings("unchecked")
  public <T> T memoised(Object key, Function<Candles, T> compute) {
    return (T) memo.computeIfAbsent(key, k -> compute.apply(candles));
  }
}
