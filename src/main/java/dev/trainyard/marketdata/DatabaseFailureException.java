package dev.trainyard.marketdata;

import java.sql.SQLException;

/** Carries the failure of the database through those who pass candles on. */
final class DatabaseFailureException extends RuntimeException {
  private final SQLException cause;

  DatabaseFailureException(SQLException cause) {
    super(cause);
    this.cause = cause;
  }

  SQLException cause() {
    return cause;
  }
}
