package dev.trainyard.queue.slot;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/** The waiting and the time of the threads of the slots. */
public interface Timing {
  /** Returns nanoseconds since some moment; setting a clock does not change them. */
  long nanoTime();

  /**
   * Waits until a condition holds; returns false when the time runs out first.
   *
   * @param changed signalled when the condition may hold; this thread holds its lock
   * @param wait the longest wait; a negative one does not wait
   */
  boolean await(Condition changed, Duration wait, BooleanSupplier holds)
      throws InterruptedException;

  /** Waits for a time. */
  void sleep(Duration time) throws InterruptedException;
}
