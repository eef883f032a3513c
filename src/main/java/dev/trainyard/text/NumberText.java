package dev.trainyard.text;

import java.math.BigDecimal;

/** Formats numbers as users write and read them. */
public final class NumberText {
  private NumberText() {}

  /**
   * Formats in the shortest form: {@code 5} rather than {@code 5.0}, no exponent within the usual
   * range.
   */
  public static String format(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Returns whether a number has no fraction. */
  public static boolean isWhole(Number number) {
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE;
  }

  /** Returns the number as an {@link Integer} when it is whole, otherwise as a {@link Double}. */
  public static Number plain(Number number) {
    if (isWhole(number)) {
      return (int) number.doubleValue();
    }
    return number.doubleValue();
  }
}
