package dev.trainyard.queue;

/** What the producer does with the job of the exchange. */
public enum QueueOperation {
  /** Gives it back after a transient failure, due again after a backoff; that costs an attempt. */
  retry,
  /** Gives it back unharmed, due again after the initial delay. */
  release
}
