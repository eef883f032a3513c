package dev.trainyard.exchange;

import org.jspecify.annotations.Nullable;

/** Thrown when an exchange does not answer now, or asks to be asked later. */
public final class ExchangeAwayException extends Exception {

  /**
   * @param message what happened, for people
   */
  public ExchangeAwayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
