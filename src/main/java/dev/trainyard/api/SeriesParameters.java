package dev.trainyard.api;

import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Reads the name of a series from the parts of a path, or from a list cursor. */
final class SeriesParameters {
  private SeriesParameters() {}

  /**
   * The series that a path names.
   *
   * @param symbol with a dash, such as {@code BTC-USDT}, in any case
   * @throws MarketDataProblem when a part is not valid
   */
  static CandleSeries ofPath(String exchange, String symbol, String timeframe) {
    if (!CandleSeries.EXCHANGE.matcher(exchange).matches()) {
      throw MarketDataProblem.badParameter(
          "exchange", "expected 1 to 32 of a-z, 0-9, _ and -, such as binanceus");
    }
    String stored = symbol.toUpperCase(Locale.ROOT).replaceFirst("-", "/");
    if (!CandleSeries.SYMBOL.matcher(stored).matches()) {
      throw MarketDataProblem.badParameter(
          "symbol", "expected base and quote currency with a dash between them, such as BTC-USDT");
    }
    return new CandleSeries(
        exchange,
        stored,
        Timeframe.of(timeframe)
            .orElseThrow(
                () ->
                    MarketDataProblem.badParameter(
                        "timeframe", "expected one of " + String.join(", ", Timeframe.labels()))));
  }

  /** A cursor that continues a list behind a series. */
  static String cursorAfter(CandleSeries series) {
    String text = String.join(" ", series.exchange(), series.symbol(), series.timeframe().label());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The series of a cursor.
   *
   * @throws MarketDataProblem when this is no cursor of ours
   */
  static CandleSeries ofCursor(String cursor) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 3);
      if (parts.length == 3) {
        return new CandleSeries(parts[0], parts[1], Timeframe.of(parts[2]).orElseThrow());
      }
    } catch (RuntimeException e) {
      throw notACursor();
    }
    throw notACursor();
  }

  private static MarketDataProblem notACursor() {
    return MarketDataProblem.badParameter(
        "cursor", "is not a cursor; expected next_cursor of the page before");
  }
}
