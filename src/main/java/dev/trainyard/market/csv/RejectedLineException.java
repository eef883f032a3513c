package dev.trainyard.market.csv;

/**
 * Thrown when a line contains no usable candle; the message is the reason. It carries no stack
 * trace, since a bad file throws millions of them.
 */
final class RejectedLineException extends Exception {

  private final String reason;

  RejectedLineException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
