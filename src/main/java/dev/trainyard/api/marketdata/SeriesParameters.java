package dev.trainyard.api.marketdata;

import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.problem.InvalidParameterException;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import java.util.Locale;

/** Reads the name of a series from the parts of a path, or from a list cursor. */
public final class SeriesParameters {
  private SeriesParameters() {}

  /**
   * The series that a path names.
   *
   * @param symbol with a dash, such as {@code BTC-USDT}, in any case
   * @throws InvalidParameterException when a part is not valid
   */
  public static CandleSeries ofPath(String exchange, String symbol, String timeframe) {
    if (!CandleSeries.EXCHANGE.matcher(exchange).matches()) {
      throw new InvalidParameterException(
          "exchange", "expected 1 to 32 of a-z, 0-9, _ and -, such as binanceus");
    }
    String stored = symbol.toUpperCase(Locale.ROOT).replaceFirst("-", "/");
    if (!CandleSeries.SYMBOL.matcher(stored).matches()) {
      throw new InvalidParameterException(
          "symbol", "expected base and quote currency with a dash between them, such as BTC-USDT");
    }
    return new CandleSeries(
        exchange,
        stored,
        Timeframe.of(timeframe)
            .orElseThrow(
                () ->
                    new InvalidParameterException(
                        "timeframe", "expected one of " + String.join(", ", Timeframe.labels()))));
  }

  /** A cursor that continues a list behind a series. */
  static String cursorAfter(CandleSeries series) {
    return new Cursor(
            String.join(" ", series.exchange(), series.symbol(), series.timeframe().label()))
        .encoded();
  }

  /**
   * The series that a cursor holds.
   *
   * @throws IllegalArgumentException when it holds none
   */
  static CandleSeries ofCursor(String text) {
    String[] parts = text.split(" ", 3);
    if (parts.length < 3) {
      throw new IllegalArgumentException("a series has an exchange, a symbol and a timeframe");
    }
    return new CandleSeries(
        parts[0],
        parts[1],
        Timeframe.of(parts[2])
            .orElseThrow(() -> new IllegalArgumentException("no timeframe: " + parts[2])));
  }
}
