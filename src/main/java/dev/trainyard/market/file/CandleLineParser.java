package dev.trainyard.market.file;

import com.fasterxml.jackson.core.io.NumberInput;
import java.io.IOException;

/** Reads the candle of a row, or explains why it holds none. */
final class CandleLineParser {
  private final FileLayout layout;
  private final TimeParser times;
  private final long now;
  private final long step;

  /** The candle that was read last, if it was not passed on since it still runs. */
  private boolean unfinished;

  private boolean flat;

  /**
   * @param now epoch milliseconds: a candle that ends later still runs
   * @param step length of a candle in milliseconds
   */
  CandleLineParser(FileLayout layout, TimeParser times, long now, long step) {
    this.layout = layout;
    this.times = times;
    this.now = now;
    this.step = step;
  }

  /** Passes the candle of the row to the sink and returns its time, epoch milliseconds. */
  long parse(Rows row, CandleSink sink) throws RejectedLineException, IOException {
    if (row.size() < layout.columns()) {
      throw new RejectedLineException(
          "has %d column%s; expected at least %d"
              .formatted(row.size(), row.size() == 1 ? "" : "s", layout.columns()));
    }
    String clock = row.field(layout.time());
    long time =
        times.parse(layout.date() < 0 ? clock : TimeParser.join(row.field(layout.date()), clock));
    double open = price("open", row.field(layout.open()));
    double high = price("high", row.field(layout.high()));
    double low = price("low", row.field(layout.low()));
    double close = price("close", row.field(layout.close()));
    double volume = number("volume", row.field(layout.volume()));
    if (volume < 0) {
      throw new RejectedLineException(
          "volume: %s is negative; expected 0 or more".formatted(volume));
    }
    if (high < low) {
      throw RejectedLineException.contradiction("high: %s is below low %s".formatted(high, low));
    }
    requireWithin("open", open, low, high);
    requireWithin("close", close, low, high);
    flat = high == low;
    unfinished = time + step > now || isUnconfirmed(row);
    if (!unfinished) {
      // A negative zero is stored as zero
      sink.accept(row.line(), time, open, high, low, close, volume * layout.volumeFactor() + 0.0);
    }
    return time;
  }

  /** Whether the last candle still runs, so that it was not passed on. */
  boolean wasUnfinished() {
    return unfinished;
  }

  /** Whether the last candle has a single price. */
  boolean wasFlat() {
    return flat;
  }

  private boolean isUnconfirmed(Rows row) {
    if (layout.confirmed() < 0 || layout.confirmed() >= row.size()) {
      return false;
    }
    String mark = row.field(layout.confirmed());
    return mark.equals("0") || mark.equalsIgnoreCase("false");
  }

  private static void requireWithin(String column, double price, double low, double high)
      throws RejectedLineException {
    if (price < low || price > high) {
      throw RejectedLineException.contradiction(
          "%s: %s is outside low %s .. high %s".formatted(column, price, low, high));
    }
  }

  private double price(String column, String text) throws RejectedLineException {
    double price = number(column, text);
    if (price <= 0) {
      throw new RejectedLineException(
          "%s: %s is not positive; expected a price above 0".formatted(column, Quoted.of(text)));
    }
    return price;
  }

  private double number(String column, String text) throws RejectedLineException {
    if (text.isEmpty()) {
      throw new RejectedLineException(column + ": is missing");
    }
    String decimal = layout.decimal() == ',' ? text.replace(',', '.') : text;
    try {
      if (isDecimal(decimal)) {
        double value = NumberInput.parseDouble(decimal, true);
        if (Math.abs(value) < Double.MIN_NORMAL && !isZero(decimal)) {
          throw new RejectedLineException(
              "%s: %s is too small to be told from 0; expected 0 or a decimal such as 81794.8"
                  .formatted(column, Quoted.of(text)));
        }
        if (Double.isFinite(value)) {
          return value;
        }
      }
    } catch (NumberFormatException e) {
      throw notANumber(column, text);
    }
    throw notANumber(column, text);
  }

  /** The number of a text for those who look for what a column holds; NaN when it is none. */
  static double numberOf(String text, char decimal) {
    String plain = decimal == ',' ? text.replace(',', '.') : text;
    try {
      return !plain.isEmpty() && isDecimal(plain)
          ? NumberInput.parseDouble(plain, true)
          : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * Returns whether the text is a plain decimal. {@link Double#parseDouble} also accepts NaN,
   * Infinity, hexadecimal and a type suffix.
   */
  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the number is written as 0, rather than too small to be stored. */
  private static boolean isZero(String text) {
    return text.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> c >= '1' && c <= '9');
  }

  private static RejectedLineException notANumber(String column, String text) {
    return new RejectedLineException(
        "%s: %s is not a number; expected a finite decimal such as 81794.8"
            .formatted(column, Quoted.of(text)));
  }
}
