package dev.trainyard.market.file;

import com.fasterxml.jackson.core.io.NumberInput;
import java.io.IOException;

/** Reads the candle of a row, or explains why it holds none. */
final class CandleLineParser {
  /** A long holds the digits of such a text, whatever they are. */
  private static final int MAX_PLAIN_LENGTH = 18;

  private static final long MAX_EXACT = 1L << 53;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17
  };

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
    double plain = plain(text, layout.decimal());
    if (!Double.isNaN(plain)) {
      return plain;
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
   * Reads the form of almost all numbers of almost all files: digits, and perhaps a sign and a
   * point. Digits below 2^53 and the powers of ten up to 10^22 are exact as doubles, so one
   * division rounds as correctly as any other way.
   *
   * @param decimal stands for a point beside the point itself
   * @return the number; NaN when it has another form, or too many digits
   */
  static double plain(String text, char decimal) {
    int length = text.length();
    if (length > MAX_PLAIN_LENGTH) {
      return Double.NaN;
    }
    int at = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    int point = -1;
    int from = at;
    long digits = 0;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
      } else if (point < 0 && (c == '.' || c == decimal)) {
        point = at;
      } else {
        return Double.NaN;
      }
    }
    int count = length - from - (point < 0 ? 0 : 1);
    if (count == 0 || digits > MAX_EXACT) {
      return Double.NaN;
    }
    double value = point < 0 ? digits : digits / POWERS_OF_TEN[length - 1 - point];
    return text.charAt(0) == '-' ? -value : value;
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
