package dev.trainyard.queue.slot;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Guards state that threads wait for. */
final class Monitor {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Timing timing;

  Monitor(Timing timing) {
    this.timing = timing;
  }

  /** Changes the state and wakes the waiting threads. */
  void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Reads the state. */
  int read(IntSupplier value) {
    lock.lock();
    try {
      return value.getAsInt();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a condition holds; returns false when the time runs out first. */
  boolean await(Duration wait, BooleanSupplier condition) throws InterruptedException {
    lock.lock();
    try {
      return timing.await(changed, wait, condition);
    } finally {
      lock.unlock();
    }
  }
}
