package dev.trainyard.validation.split;

import java.time.Instant;

/** A strategy's signals depend on later candles, so its figures could not be traded. */
public final class LookAheadException extends RuntimeException {
  LookAheadException(String strategy, Instant time) {
    super(
        ("%s looks ahead: its signal at %s changes when later candles are added."
                + " Its figures could not be achieved in trading")
            .formatted(strategy, time));
  }
}
