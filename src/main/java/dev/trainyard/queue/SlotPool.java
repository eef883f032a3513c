package dev.trainyard.queue;

import dev.trainyard.job.ClaimedJob;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The jobs that this process runs, never more than its slots; their number may change at any time.
 */
final class SlotPool {
  private final ExecutorService threads;
  private final IntSupplier slots;
  private final Consumer<RunningJob> runner;
  private final Set<RunningJob> running = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int taken;

  SlotPool(ExecutorService threads, IntSupplier slots, Consumer<RunningJob> runner) {
    this.threads = threads;
    this.slots = slots;
    this.runner = runner;
  }

  /** Free slots, after waiting for the first; 0 when there is none within the time. */
  int awaitFree(Duration wait) throws InterruptedException {
    return await(wait, () -> taken < slots.getAsInt()) ? slots.getAsInt() - taken() : 0;
  }

  /** Waits until no job runs; false when one still does after the time. */
  boolean awaitIdle(Duration wait) throws InterruptedException {
    return await(wait, () -> taken == 0);
  }

  /** Waits for a time, or less when a slot is given back. */
  void pause(Duration wait) throws InterruptedException {
    int before = taken();
    await(wait, () -> taken < before);
  }

  boolean isIdle() {
    return taken() == 0;
  }

  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Runs a job in a free slot. */
  void start(ClaimedJob claimed) {
    RunningJob job = new RunningJob(claimed);
    running.add(job);
    change(1);
    threads.execute(
        () -> {
          try {
            runner.accept(job);
          } finally {
            running.remove(job);
            change(-1);
          }
        });
  }

  /** Interrupts the work on every job. */
  void stopAll() {
    running.forEach(RunningJob::requestStop);
  }

  private void change(int by) {
    lock.lock();
    try {
      taken += by;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Duration wait, BooleanSupplier condition) throws InterruptedException {
    long nanos = wait.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
