package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats figures for people. */
final class Format {
  private static final DateTimeFormatter DAY = formatter("d MMM yyyy");
  private static final DateTimeFormatter MINUTE = formatter("d MMM yyyy HH:mm");
  private static final int DIGITS = 6;
  private static final int FEW_DIGITS = 4;

  private Format() {}

  /** Formats with a number of decimals and a true minus sign. */
  static String decimal(double value, int decimals) {
    String digits = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    boolean zero = digits.chars().noneMatch(c -> c >= '1' && c <= '9');
    return digits.replace("-", zero ? "" : "\u2212");
  }

  /** Formats like {@link #decimal}, with a plus sign before values above 0. */
  static String signed(double value, int decimals) {
    String digits = decimal(value, decimals);
    boolean positive = value > 0 && digits.chars().anyMatch(c -> c >= '1' && c <= '9');
    return positive ? "+" + digits : digits;
  }

  static String percent(double value) {
    return decimal(value, 2) + "\u00A0%";
  }

  static String signedPercent(double value) {
    return signed(value, 2) + "\u00A0%";
  }

  /** Formats a fraction in percent without decimals, unless it is close to 0 or 1. */
  static String share(double fraction) {
    boolean atTheEdge = fraction < 0.1 || fraction > 0.9;
    return decimal(fraction * 100, atTheEdge ? 1 : 0) + "\u00A0%";
  }

  static String count(double value) {
    return decimal(value, 0);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace("-", "\u2212");
  }

  /** Formats a price or a parameter in as few digits as possible. */
  static String plain(double value) {
    return plain(value, DIGITS);
  }

  /** Formats a figure of which only the name is known. */
  static String figure(double value) {
    return plain(value, FEW_DIGITS);
  }

  private static String plain(double value, int digits) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    return rounded.stripTrailingZeros().toPlainString().replace("-", "\u2212");
  }

  /** Formats a JSON scalar: numbers by {@link #plain}, anything else as it is. */
  static String value(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.asText().replace("-", "\u2212");
    }
    return value.isNumber() ? plain(value.asDouble()) : value.asText();
  }

  static String day(Instant time) {
    return DAY.format(time);
  }

  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  /** Formats a number of things, such as {@code 1 trade} or {@code 12 trades}. */
  static String things(long count, String one) {
    return count(count) + " " + one + (count == 1 ? "" : "s");
  }

  /** Formats a coordinate of a drawing, to a tenth of a pixel. */
  static String pixel(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
