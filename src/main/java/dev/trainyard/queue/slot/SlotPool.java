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
 * The jobs that this process runs, never more than its slots; their number may change at any time.
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
   * @param slots how many jobs may run at once, now
   * @param runner works on a job, on one of the threads
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
   * Free slots, after waiting for the first; 0 when there is none within the time. None is free
   * while a job runs that has lost a worker before.
   */
  int awaitFree(Duration wait) throws InterruptedException {
    return monitor.await(wait, () -> free() > 0) ? Math.max(0, free()) : 0;
  }

  private int free() {
    boolean alone = running.stream().anyMatch(job -> job.job().isSuspect());
    return alone ? 0 : slots.getAsInt() - taken();
  }

  /** Waits until no job runs; false when one still does after the time. */
  boolean awaitIdle(Duration wait) throws InterruptedException {
    return monitor.await(wait, () -> taken == 0);
  }

  /** Waits for a time, or less when a slot is given back. */
  void pause(Duration wait) throws InterruptedException {
    int before = taken();
    monitor.await(wait, () -> taken < before);
  }

  /** Whether it never runs two jobs at once. */
  boolean isSingle() {
    return slots.getAsInt() == 1;
  }

  /** Whether no slot is taken. */
  boolean isIdle() {
    return taken() == 0;
  }

  /** Number of slots that are taken. */
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

  /** The jobs that run now. */
  List<RunningJob> running() {
    return List.copyOf(running);
  }

  /** Interrupts the work on every job. */
  void stopAll() {
    running.forEach(job -> job.requestStop(clock.instant()));
  }

  /**
   * Gives back the slots of threads that have ignored their interrupt for a time. The threads
   * cannot be ended; their jobs are fenced.
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
