package dev.trainyard.market.file;

import dev.trainyard.market.file.Sample.Prices;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

  /** What each column holds, as a client may write it. */
  String text() {
    return columns;
  }

  private List<String> names() {
    return Arrays.asList(columns.split(",", -1));
  }

  int size() {
    return names().size();
  }

  int of(String name) {
    return names().indexOf(name);
  }

  Prices prices(int shift) {
    return new Prices(
        of("open") + shift, of("high") + shift, of("low") + shift, of("close") + shift);
  }

  /** The one of the other orders in which no row of a sample contradicts itself. */
  static Optional<ColumnOrder> thatFits(Sample sample, int shift) {
    return Arrays.stream(values())
        .filter(order -> order != OPEN_HIGH_LOW_CLOSE)
        .filter(order -> sample.columns() >= order.size() + shift)
        .filter(order -> sample.moving(order.prices(shift)) > 0)
        .filter(order -> sample.contradictions(order.prices(shift)) == 0)
        .findFirst();
  }
}
