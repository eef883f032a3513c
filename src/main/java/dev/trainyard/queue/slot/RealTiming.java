package dev.trainyard.queue.slot;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/** Waits in real time. */
public final class RealTiming implements Timing {
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean await(Condition changed, Duration wait, BooleanSupplier holds)
      throws InterruptedException {
    long nanos = wait.toNanos();
    while (!holds.getAsBoolean()) {
      if (nanos <= 0) {
        return false;
      }
      nanos = changed.awaitNanos(nanos);
    }
    return true;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }
}
