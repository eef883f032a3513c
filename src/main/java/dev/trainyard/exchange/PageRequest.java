package dev.trainyard.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.market.Timeframe;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request for the candles of a stretch of time, which has no more than an answer may hold.
 *
 * @param exchange whom it asks
 * @param base base currency of the market
 * @param quote its quote currency
 * @param timeframe a timeframe that the exchange has
 * @param from open time of the first candle, epoch milliseconds
 * @param to open time after the last, exclusive
 */
public record PageRequest(
    Exchange exchange, String base, String quote, Timeframe timeframe, long from, long to) {

  /** Returns the address with the query. */
  public URI uri() {
    List<String> parameters = new ArrayList<>();
    exchange
        .request()
        .query()
        .forEach((name, value) -> parameters.add(encoded(name) + "=" + encoded(filled(value))));
    String address =
        exchange.url().toString().replaceFirst("/$", "") + filled(exchange.request().path());
    return URI.create(
        parameters.isEmpty() ? address : address + "?" + String.join("&", parameters));
  }

  /** Returns the body; null for none. */
  @Nullable String body() {
    String body = exchange.request().body();
    return body == null ? null : filled(body);
  }

  private String filled(String text) {
    long step = timeframe.millis();
    return text.replace("{symbol}", exchange.symbol().of(base, quote))
        .replace(
            "{timeframe}",
            Objects.requireNonNull(
                exchange.timeframes().get(timeframe), "a timeframe that it does not have"))
        .replace("{from}", time(from))
        .replace("{last}", time(to - step))
        .replace("{to}", time(to))
        .replace("{before}", before())
        .replace("{count}", Long.toString((to - from) / step));
  }

  /** The last moment before the first candle, for those who do not count the limit itself. */
  private String before() {
    return switch (exchange.request().time()) {
      case MS, ISO -> time(from - 1);
      case S -> time(from - 1000);
    };
  }

  private String time(long millis) {
    return switch (exchange.request().time()) {
      case MS -> Long.toString(millis);
      case S -> Long.toString(Math.floorDiv(millis, 1000));
      case ISO -> Instant.ofEpochMilli(millis).toString();
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
