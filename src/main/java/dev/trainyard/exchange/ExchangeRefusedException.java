package dev.trainyard.exchange;

/** Thrown when an exchange will not give what was asked for, however often it is asked. */
public final class ExchangeRefusedException extends Exception {

  /**
   * @param message what the exchange said, for people
   */
  public ExchangeRefusedException(String message) {
    super(message);
  }
}
