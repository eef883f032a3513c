package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The jobs that this process runs, never more than it has slots; the number of slots may change at
 * any time.
 */
final class SlotPool {
  private final Executor threads;
  private final IntSupplier slots;
  private final Consumer<RunningJob> runner;
  private final Clock clock;
  private final Set<RunningJob> running = ConcurrentHashMap.newKeySet();
  private final Monitor monitor;
  private int taken;

  /**
   * @param slots the current number of slots
   * @param runner runs a job on one of the threads
   */
  SlotPool(
      Executor threads,
      IntSupplier slots,
      Consumer<RunningJob> runner,
      Clock clock,
      Timing timing) {
    this.threads = threads;
    this.slots = slots;
    this.runner = runner;
    this.clock = clock;
    this.monitor = new Monitor(timing);
  }

  /**
   * Waits for a free slot and returns the number of free slots, 0 when the time runs out. No slot
   * is free while a job runs that has lost a worker.
   */
  int awaitFree(Duration wait) throws InterruptedException {
    return monitor.await(wait, () -> free() > 0) ? Math.max(0, free()) : 0;
  }

  private int free() {
    boolean alone = running.stream().anyMatch(job -> job.job().isSuspect());
    return alone ? 0 : slots.getAsInt() - taken();
  }

  /** Waits until no job runs; returns false when the time runs out first. */
  boolean awaitIdle(Duration wait) throws InterruptedException {
    return monitor.await(wait, () -> taken == 0);
  }

  /** Waits for a time, or until a slot becomes free. */
  void pause(Duration wait) throws InterruptedException {
    int before = taken();
    monitor.await(wait, () -> taken < before);
  }

  /** Returns whether there is one slot. */
  boolean isSingle() {
    return slots.getAsInt() == 1;
  }

  /** Returns whether no slot is taken. */
  boolean isIdle() {
    return taken() == 0;
  }

  /** Returns the number of taken slots. */
  int taken() {
    return monitor.read(() -> taken);
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
            end(job);
          }
        });
  }

  private void end(RunningJob job) {
    if (running.remove(job)) {
      change(-1);
    }
  }

  /** Returns the jobs that run now. */
  List<RunningJob> running() {
    return List.copyOf(running);
  }

  /** Interrupts the work on every job. */
  void stopAll() {
    running.forEach(job -> job.requestStop(clock.instant()));
  }

  /**
   * Frees the slots of threads that have ignored their interrupt for a time. The threads cannot be
   * ended; their jobs are fenced.
   */
  List<RunningJob> abandonStuck(Duration patience) {
    Instant since = clock.instant().minus(patience);
    List<RunningJob> stuck =
        running.stream().filter(job -> job.abandonIfStuckSince(since)).toList();
    stuck.forEach(this::end);
    return stuck;
  }

  private void change(int by) {
    monitor.change(() -> taken += by);
  }
}
