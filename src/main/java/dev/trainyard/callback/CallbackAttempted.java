package dev.trainyard.callback;

import java.util.UUID;

/**
 * An attempt to deliver a callback has ended, and PostgreSQL has its outcome. Published once, by
 * the process that made the attempt.
 *
 * @param id the callback
 * @param outcome how it went
 */
public record CallbackAttempted(UUID id, Outcome outcome) {

  /** How an attempt can go. */
  public enum Outcome {
    /** The receiver has accepted the callback. */
    DELIVERED,
    /** It failed and is tried again. */
    FAILED,
    /** It failed, and the callback is given up. */
    DEAD
  }
}
