package dev.trainyard.market.csv;

/** Thrown when a file cannot be read as candles at all; the message says what is expected. */
public final class UnreadableCsvException extends RuntimeException {

  /**
   * Creates a refusal.
   *
   * @param message what is wrong and what is expected
   */
  public UnreadableCsvException(String message) {
    super(message);
  }

  /**
   * Creates a refusal because of another failure.
   *
   * @param message what is wrong and what is expected
   */
  public UnreadableCsvException(String message, Throwable cause) {
    super(message, cause);
  }
}
