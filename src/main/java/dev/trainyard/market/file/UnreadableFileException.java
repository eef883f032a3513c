package dev.trainyard.market.file;

/** Thrown when a file cannot be read as candles at all; the message says what is expected. */
public final class UnreadableFileException extends RuntimeException {

  /**
   * Creates a refusal.
   *
   * @param message what is wrong and what is expected
   */
  public UnreadableFileException(String message) {
    super(message);
  }

  /**
   * Creates a refusal because of another failure.
   *
   * @param message what is wrong and what is expected
   */
  public UnreadableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
