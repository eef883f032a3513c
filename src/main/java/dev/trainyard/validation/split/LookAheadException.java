package dev.trainyard.validation.split;

import java.time.Instant;

/** A strategy's signals depend on later candles: nothing that it shows could be traded. */
public final class LookAheadException extends RuntimeException {
  LookAheadException(String strategy, Instant time) {
    super(
        ("%s looks ahead: its signal at %s is another one when the candles after it are there."
                + " Its figures could not be reached in trading")
            .formatted(strategy, time));
  }
}
