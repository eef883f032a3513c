package dev.trainyard.fetch;

import dev.trainyard.market.Candles;
import dev.trainyard.market.CandlesBuilder;
import dev.trainyard.market.Resampler;
import dev.trainyard.market.Timeframe;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A market whose candles of all timeframes agree: they are built of minutes, from a first trade to
 * the minute that runs now. Some minutes have no trade.
 */
final class FakeMarket {
  private static final long MINUTE = Timeframe.M1.millis();

  private final Map<Timeframe, Candles> filled = new EnumMap<>(Timeframe.class);
  private final Map<Timeframe, Candles> sparse = new EnumMap<>(Timeframe.class);

  /**
   * @param begin open of the first candle, epoch milliseconds
   * @param now epoch milliseconds
   */
  FakeMarket(long begin, long now) {
    SplittableRandom random = new SplittableRandom(7);
    int minutes = (int) ((now - begin) / MINUTE) + 1;
    CandlesBuilder all = new CandlesBuilder(minutes);
    CandlesBuilder traded = new CandlesBuilder(minutes);
    double price = 1000;
    for (int i = 0; i < minutes; i++) {
      long time = begin + i * MINUTE;
      // Twelve quiet minutes in a row now and then, so that longer candles are missing as well
      if (i % 500 >= 488) {
        all.add(time, price, price, price, price, 0);
        continue;
      }
      double close = price + random.nextInt(-8, 9) / 4.0;
      double high = Math.max(price, close) + random.nextInt(4) / 4.0;
      double low = Math.min(price, close) - random.nextInt(4) / 4.0;
      double volume = random.nextInt(1, 400) / 8.0;
      all.add(time, price, high, low, close, volume);
      traded.add(time, price, high, low, close, volume);
      price = close;
    }
    Candles every = all.build();
    Candles some = traded.build();
    for (Timeframe timeframe : Timeframe.values()) {
      filled.put(
          timeframe,
          new Resampler(Timeframe.M1, timeframe, true).apply(every, Long.MAX_VALUE).candles());
      sparse.put(
          timeframe,
          new Resampler(Timeframe.M1, timeframe, true).apply(some, Long.MAX_VALUE).candles());
    }
  }

  /** Candles of a timeframe, the one that runs included. */
  Candles candles(Timeframe timeframe, boolean isSparse) {
    return (isSparse ? sparse : filled).get(timeframe);
  }
}
