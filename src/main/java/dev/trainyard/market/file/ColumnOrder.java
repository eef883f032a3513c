package dev.trainyard.market.file;

import dev.trainyard.market.file.Sample.Prices;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The orders in which exchanges write the values of a candle; each begins with its time.
 *
 * <p>The first is what a file without a header is taken to have. The others are only named to those
 * whose file has one of them: a guess that fits by accident would be worse than a question.
 */
enum ColumnOrder {
  /** Most of them. */
  OPEN_HIGH_LOW_CLOSE("time,open,high,low,close,volume"),
  /** KuCoin, Bitfinex. */
  OPEN_CLOSE_HIGH_LOW("time,open,close,high,low,volume"),
  /** Coinbase. */
  LOW_HIGH_OPEN_CLOSE("time,low,high,open,close,volume"),
  /** HTX. */
  OPEN_CLOSE_LOW_HIGH("time,open,close,low,high,volume"),
  /** Some tools. */
  HIGH_LOW_OPEN_CLOSE("time,high,low,open,close,volume"),
  /** Gate. */
  QUOTE_FIRST("time,-,close,high,low,open,volume");

  private final String columns;

  ColumnOrder(String columns) {
    this.columns = columns;
  }

  private List<String> names() {
    return Arrays.asList(columns.split(",", -1));
  }

  int of(String name) {
    return names().indexOf(name);
  }

  Prices prices(int shift) {
    return prices(names(), shift);
  }

  private static Prices prices(List<String> order, int shift) {
    return new Prices(
        order.indexOf("open") + shift,
        order.indexOf("high") + shift,
        order.indexOf("low") + shift,
        order.indexOf("close") + shift);
  }

  /**
   * The order in which no row of a sample contradicts itself: one of the other orders of exchanges,
   * or any of the four prices. What cannot be told by highest and lowest prices, which of two is
   * the open, is told by how near a candle opens to where the one before it closed.
   *
   * @param shift columns before that of the time
   * @param newestFirst whether the rows go back in time
   * @return what each column holds, from that of the time on; empty when no order fits
   */
  static Optional<String> thatFits(Sample sample, int shift, boolean newestFirst) {
    return Stream.concat(
            Arrays.stream(values())
                .filter(order -> order != OPEN_HIGH_LOW_CLOSE)
                .map(ColumnOrder::names),
            ofPrices(List.of("open", "high", "low", "close")))
        .filter(order -> sample.columns() >= order.size() + shift)
        .filter(order -> sample.moving(prices(order, shift)) > 0)
        .filter(order -> sample.contradictions(prices(order, shift)) == 0)
        .min(
            Comparator.comparingDouble(
                order ->
                    sample.jumps(prices(order, shift), newestFirst) * (isKnown(order) ? 1 : 2)))
        .map(order -> String.join(",", order));
  }

  /** Exchanges are believed, unless another order is twice as near. */
  private static boolean isKnown(List<String> order) {
    return Arrays.stream(values()).map(ColumnOrder::names).anyMatch(order::equals);
  }

  private static Stream<List<String>> ofPrices(List<String> left) {
    return orders(left)
        .map(
            order ->
                Stream.of(List.of("time"), order, List.of("volume"))
                    .flatMap(List::stream)
                    .toList());
  }

  private static Stream<List<String>> orders(List<String> names) {
    if (names.isEmpty()) {
      return Stream.of(List.of());
    }
    return names.stream()
        .flatMap(
            first ->
                orders(names.stream().filter(name -> !name.equals(first)).toList())
                    .map(rest -> Stream.concat(Stream.of(first), rest.stream()).toList()));
  }
}
