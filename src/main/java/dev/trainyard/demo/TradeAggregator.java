package dev.trainyard.demo;

import dev.trainyard.market.Candles;
import dev.trainyard.market.CandlesBuilder;
import dev.trainyard.market.Timeframe;

/**
 * Aggregates single trades, oldest first, into candles. An interval without trades has no candle.
 */
public final class TradeAggregator {
  private final long candleMillis;
  private final CandlesBuilder finished = new CandlesBuilder(1024);
  private long openTime = Long.MIN_VALUE;
  private long lastTrade = Long.MIN_VALUE;
  private double open;
  private double high;
  private double low;
  private double close;
  private double volume;

  /**
   * Creates an aggregator for candles of a timeframe, which start at multiples of the timeframe
   * since the epoch.
   */
  public TradeAggregator(Timeframe timeframe) {
    this.candleMillis = timeframe.millis();
  }

  /**
   * Adds a trade.
   *
   * @param timeMillis time of the trade, epoch milliseconds, not before the last trade
   * @param price positive price
   * @param amount traded amount in the base currency
   * @throws IllegalArgumentException when the trade is out of order
   */
  public void add(long timeMillis, double price, double amount) {
    if (timeMillis < lastTrade) {
      throw new IllegalArgumentException(
          "trades must be in order of time: %d after %d".formatted(timeMillis, lastTrade));
    }
    lastTrade = timeMillis;
    long interval = timeMillis - Math.floorMod(timeMillis, candleMillis);
    if (interval != openTime) {
      flush();
      openTime = interval;
      open = price;
      high = price;
      low = price;
      volume = 0;
    }
    high = Math.max(high, price);
    low = Math.min(low, price);
    close = price;
    volume += amount;
  }

  /** Returns the candles of all trades so far; call it once, at the end. */
  public Candles candles() {
    flush();
    return finished.build();
  }

  private void flush() {
    if (openTime != Long.MIN_VALUE) {
      finished.add(openTime, open, high, low, close, volume);
      openTime = Long.MIN_VALUE;
    }
  }
}
