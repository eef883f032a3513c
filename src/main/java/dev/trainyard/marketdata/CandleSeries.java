package dev.trainyard.marketdata;

import dev.trainyard.market.Timeframe;
import java.util.regex.Pattern;

/**
 * The name of a series of candles.
 *
 * @param exchange lower case, such as {@code binanceus}
 * @param symbol base and quote currency, upper case, such as {@code BTC/USDT}
 * @param timeframe length of its candles
 */
public record CandleSeries(String exchange, String symbol, Timeframe timeframe) {
  /** Pattern of the names of exchanges. */
  public static final Pattern EXCHANGE = Pattern.compile("[a-z0-9_-]{1,32}");

  /** Pattern of symbols: base, slash, quote. */
  public static final Pattern SYMBOL = Pattern.compile("[A-Z0-9]{1,20}/[A-Z0-9]{1,20}");

  /**
   * @throws IllegalArgumentException when exchange or symbol do not match their patterns
   */
  public CandleSeries {
    if (!EXCHANGE.matcher(exchange).matches()) {
      throw new IllegalArgumentException("exchange must match " + EXCHANGE);
    }
    if (!SYMBOL.matcher(symbol).matches()) {
      throw new IllegalArgumentException("symbol must match " + SYMBOL);
    }
  }

  /** Returns the base currency, the unit of volumes. */
  public String base() {
    return symbol.substring(0, symbol.indexOf('/'));
  }

  /** Returns the quote currency, the unit of prices. */
  public String quote() {
    return symbol.substring(symbol.indexOf('/') + 1);
  }

  /** Formats for messages: {@code BTC/USDT 5m on binanceus}. */
  @Override
  public String toString() {
    return "%s %s on %s".formatted(symbol, timeframe.label(), exchange);
  }
}
