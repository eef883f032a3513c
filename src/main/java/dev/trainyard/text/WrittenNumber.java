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
 * <p>What no field can hold is not computed, since {@code 1e999999999} in digits would fill the
 * memory: a number beyond 10^±{@value #MAX_EXPONENT}, or of more than {@value #MAX_LENGTH}
 * characters, has a value of that size instead, which every check refuses.
 */
public final class WrittenNumber extends DecimalNode {
  /** Most characters of a number. */
  public static final int MAX_LENGTH = 1_000;

  private static final int MAX_EXPONENT = 400;
  private static final long EXACT_DOUBLES = 1L << 53;

  private final transient String text;

  private WrittenNumber(String text, BigDecimal value) {
    super(value);
    this.text = text;
  }

  /**
   * The number that a text is.
   *
   * @param text as JSON has numbers
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
    return new WrittenNumber(text, digits.scaleByPowerOfTen(exponent.intValue()));
  }

  private static BigDecimal beyond(String text, int exponent) {
    return BigDecimal.valueOf(text.startsWith("-") ? -1 : 1).scaleByPowerOfTen(exponent);
  }

  /** Whether it is too long to be computed. */
  public boolean isTooLong() {
    return text.length() > MAX_LENGTH;
  }

  /** The same as a whole number of 64 bits; empty when it is none. */
  public Optional<JsonNode> whole() {
    try {
      long value = decimalValue().longValueExact();
      return Optional.of(value == (int) value ? new IntNode((int) value) : new LongNode(value));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /**
   * The same as a double, rounded to the nearest as every reader of JSON does; empty when that
   * would make another number of it: infinity, 0 of what is not 0, or a whole number of what is
   * none. A whole number stays one as far as doubles can count.
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
