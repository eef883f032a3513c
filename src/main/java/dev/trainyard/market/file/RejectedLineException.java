package dev.trainyard.market.file;

/**
 * Thrown when a line contains no usable candle; the message is the reason. It carries no stack
 * trace, since a bad file throws millions of them.
 */
final class RejectedLineException extends Exception {

  private final String reason;
  private final boolean contradiction;
  private final long offset;

  RejectedLineException(String reason) {
    this(reason, false, 0);
  }

  private RejectedLineException(String reason, boolean contradiction, long offset) {
    super(reason, null, false, false);
    this.reason = reason;
    this.contradiction = contradiction;
    this.offset = offset;
  }

  /** Open, high, low and close contradict each other. */
  static RejectedLineException contradiction(String reason) {
    return new RejectedLineException(reason, true, 0);
  }

  /**
   * The time is not the open of a candle.
   *
   * @param offset by how many milliseconds it comes after one
   */
  static RejectedLineException unaligned(String reason, long offset) {
    return new RejectedLineException(reason, false, offset);
  }

  String reason() {
    return reason;
  }

  /** Whether the prices contradict each other. */
  boolean isContradiction() {
    return contradiction;
  }

  /** By how many milliseconds the time comes after the open of a candle; 0 for another reason. */
  long offset() {
    return offset;
  }
}
