package dev.trainyard.queue.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of this process that ignore their interrupt. Those that a stop of the queue's route
 * has left behind count too: the route may run again in a moment.
 */
public final class StuckThreads {
  /** Time in which a thread must obey its interrupt. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Threads that may be given up before the process is worth replacing. */
  private static final int MOST = 2;

  private final List<RunningJob> left = new CopyOnWriteArrayList<>();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Takes over what a stop leaves behind. */
  void leave(Collection<RunningJob> jobs) {
    left.addAll(jobs);
  }

  /**
   * Gives up what has been stuck for long.
   *
   * @param slots what runs now; the slots of those that are given up are free again
   */
  List<RunningJob> giveUp(SlotPool slots, Instant now) {
    List<RunningJob> stuck = new ArrayList<>(slots.abandonStuck(PATIENCE));
    left.removeIf(RunningJob::isFinished);
    left.stream().filter(job -> job.abandonIfStuckSince(now.minus(PATIENCE))).forEach(stuck::add);
    left.removeAll(stuck);
    abandoned.addAndGet(stuck.size());
    return stuck;
  }

  /** Whether the process is no longer sound. */
  boolean areTooMany() {
    return abandoned.get() >= MOST;
  }

  /** Whether this call is the first to say that the process ends for them. */
  boolean endProcess() {
    return ended.compareAndSet(false, true);
  }
}
