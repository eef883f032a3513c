package dev.trainyard.market.csv;

/** A file that cannot be read as candles at all; the message tells the user what is expected. */
public final class UnreadableCsvException extends RuntimeException {

  public UnreadableCsvException(String message) {
    super(message);
  }

  public UnreadableCsvException(String message, Throwable cause) {
    super(message, cause);
  }
}
