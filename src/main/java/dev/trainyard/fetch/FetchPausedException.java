package dev.trainyard.fetch;

import java.time.Duration;

/** Thrown when an exchange is left alone for so long that a fetch waits without a thread. */
public final class FetchPausedException extends RuntimeException {
  private final transient Duration pause;

  FetchPausedException(String message, Duration pause) {
    super(message);
    this.pause = pause;
  }

  /** How long. */
  Duration pause() {
    return pause;
  }
}
