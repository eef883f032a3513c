package dev.trainyard.queue.slot;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/** How the threads of the slots wait, and the time in which they do. */
public interface Timing {
  /** Nanoseconds since some moment; no clock that is set changes them. */
  long nanoTime();

  /**
   * Waits until something holds; false when it does not after the time.
   *
   * @param changed signalled when it may hold; this thread has its lock
   * @param wait none at all when it is negative
   */
  boolean await(Condition changed, Duration wait, BooleanSupplier holds)
      throws InterruptedException;

  /** Waits for a time. */
  void sleep(Duration time) throws InterruptedException;
}
