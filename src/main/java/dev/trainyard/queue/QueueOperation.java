package dev.trainyard.queue;

/** The operations of the producer on the job of an exchange. */
public enum QueueOperation {
  /**
   * Returns the job after a transient failure, due again after a backoff; this uses up an attempt.
   */
  retry,
  /** Returns the job unharmed, due again after the initial delay. */
  release,
  /**
   * Stores the trained configuration in the header {@code configuration}, JSON, and completes the
   * job, together with others that end at the same time.
   */
  complete
}
