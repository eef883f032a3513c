package dev.trainyard.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A number of a request or a file as it was written, with its exact value.
 *
 * <p>A number that no field can hold is not computed, since the digits of {@code 1e999999999} would
 * fill the memory. A number beyond 10^±{@value #MAX_EXPONENT}, or of more than {@value #MAX_LENGTH}
 * characters, gets a value of that size instead, which every check refuses.
 */
public final class WrittenNumber extends DecimalNode {
  /** Maximum number of characters. */
  public static final int MAX_LENGTH = 1_000;

  private static final int MAX_EXPONENT = 400;
  private static final int PLAIN_DIGITS = 20;
  private static final long EXACT_DOUBLES = 1L << 53;

  private final transient String text;

  private WrittenNumber(String text, BigDecimal value) {
    super(value);
    this.text = text;
  }

  /**
   * Parses a number.
   *
   * @param text in the syntax of JSON
   */
  public static WrittenNumber of(String text) {
    if (text.length() > MAX_LENGTH) {
      return new WrittenNumber(text, beyond(text, MAX_EXPONENT));
    }
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    BigDecimal digits = new BigDecimal(e < 0 ? text : text.substring(0, e)).stripTrailingZeros();
    if (digits.signum() == 0) {
      return new WrittenNumber(text, BigDecimal.ZERO);
    }
    BigInteger exponent = e < 0 ? BigInteger.ZERO : new BigInteger(text.substring(e + 1));
    BigInteger magnitude =
        exponent.add(BigInteger.valueOf((long) digits.precision() - digits.scale() - 1));
    if (magnitude.abs().compareTo(BigInteger.valueOf(MAX_EXPONENT)) > 0) {
      return new WrittenNumber(text, beyond(text, magnitude.signum() * MAX_EXPONENT));
    }
    BigDecimal value = digits.scaleByPowerOfTen(exponent.intValue());
    // JSON would show 20 as 2E+1
    boolean whole = value.scale() < 0 && magnitude.intValue() < PLAIN_DIGITS;
    return new WrittenNumber(text, whole ? value.setScale(0) : value);
  }

  private static BigDecimal beyond(String text, int exponent) {
    return BigDecimal.valueOf(text.startsWith("-") ? -1 : 1).scaleByPowerOfTen(exponent);
  }

  /** Returns whether the number is too long to be computed. */
  public boolean isTooLong() {
    return text.length() > MAX_LENGTH;
  }

  /** Returns the number as a 64-bit integer; empty when it is not one. */
  public Optional<JsonNode> whole() {
    try {
      long value = decimalValue().longValueExact();
      return Optional.of(value == (int) value ? new IntNode((int) value) : new LongNode(value));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the number as the nearest double, as every reader of JSON does. Empty when rounding
   * would change its kind: to infinity, to 0, or from a fraction to a whole number. A whole number
   * stays whole as far as doubles can count.
   */
  public Optional<JsonNode> real() {
    BigDecimal exact = decimalValue();
    double value = exact.doubleValue();
    boolean tiny = exact.signum() != 0 && Math.abs(value) < Double.MIN_NORMAL;
    if (Double.isInfinite(value) || tiny) {
      return Optional.empty();
    }
    Optional<JsonNode> whole = whole();
    if (whole.isPresent() && Math.abs(whole.get().longValue()) <= EXACT_DOUBLES) {
      return whole;
    }
    if (value == Math.rint(value) && Math.abs(value) <= EXACT_DOUBLES) {
      return Optional.empty();
    }
    return Optional.of(new DoubleNode(value));
  }

  @Override
  public String toString() {
    return text;
  }
}
