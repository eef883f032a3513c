package dev.trainyard.market.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;

/** Parses a line into a candle, or explains why it contains none. */
final class CandleLineParser {
  private final CsvLayout layout;
  private final CandleTimeParser times;

  CandleLineParser(CsvLayout layout, CandleTimeParser times) {
    this.layout = layout;
    this.times = times;
  }

  /** Passes the candle of the line to the sink and returns its time, epoch milliseconds. */
  long parse(CsvRecord line, CandleSink sink) throws RejectedLineException, IOException {
    if (line.getFieldCount() < layout.columns()) {
      throw new RejectedLineException(
          "has %d column%s; expected at least %d"
              .formatted(
                  line.getFieldCount(), line.getFieldCount() == 1 ? "" : "s", layout.columns()));
    }
    long time = times.parse(line.getField(layout.time()).strip());
    double open = price("open", line.getField(layout.open()));
    double high = price("high", line.getField(layout.high()));
    double low = price("low", line.getField(layout.low()));
    double close = price("close", line.getField(layout.close()));
    double volume = number("volume", line.getField(layout.volume()));
    if (volume < 0) {
      throw new RejectedLineException(
          "volume: %s is negative; expected 0 or more".formatted(volume));
    }
    if (high < low) {
      throw new RejectedLineException("high: %s is below low %s".formatted(high, low));
    }
    requireWithin("open", open, low, high);
    requireWithin("close", close, low, high);
    // a negative zero is stored as zero
    sink.accept(line.getStartingLineNumber(), time, open, high, low, close, volume + 0.0);
    return time;
  }

  private static void requireWithin(String column, double price, double low, double high)
      throws RejectedLineException {
    if (price < low || price > high) {
      throw new RejectedLineException(
          "%s: %s is outside low %s .. high %s".formatted(column, price, low, high));
    }
  }

  private static double price(String column, String text) throws RejectedLineException {
    double price = number(column, text);
    if (price <= 0) {
      throw new RejectedLineException(
          "%s: %s is not positive; expected a price above 0".formatted(column, Quoted.of(text)));
    }
    return price;
  }

  private static double number(String column, String text) throws RejectedLineException {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      throw new RejectedLineException(column + ": is missing");
    }
    try {
      if (isDecimal(stripped)) {
        double value = Double.parseDouble(stripped);
        if (Math.abs(value) < Double.MIN_NORMAL && !isZero(stripped)) {
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
