package dev.trainyard.market.file;

import java.io.IOException;

/** Receives the candles of a file one by one, in file order. */
@FunctionalInterface
public interface CandleSink {

  /**
   * Receives one candle.
   *
   * @param line number of its line in the file, from 1
   * @param time open time, epoch milliseconds, aligned to the timeframe
   * @param open price at the open, positive
   * @param high highest price
   * @param low lowest price
   * @param close price at the close
   * @param volume traded volume in the base currency, 0 or more
   * @throws IOException when it cannot be passed on; reading ends
   */
  void accept(
      long line, long time, double open, double high, double low, double close, double volume)
      throws IOException;
}
