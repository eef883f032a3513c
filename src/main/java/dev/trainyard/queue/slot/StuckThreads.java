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
 * The threads of this process that ignore their interrupt, including threads that a stop of the
 * queue's route left behind: the route may run again in a moment.
 */
public final class StuckThreads {
  /** Time within which a thread must obey its interrupt. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Abandoned threads at which the process must be replaced. */
  private static final int MAX_ABANDONED = 2;

  private final List<RunningJob> left = new CopyOnWriteArrayList<>();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Takes over the jobs that a stop leaves behind. */
  void leave(Collection<RunningJob> jobs) {
    left.addAll(jobs);
  }

  /**
   * Abandons jobs whose threads have been stuck for long.
   *
   * @param slots the running jobs; abandoned ones free their slots
   */
  List<RunningJob> giveUp(SlotPool slots, Instant now) {
    List<RunningJob> stuck = new ArrayList<>(slots.abandonStuck(PATIENCE));
    left.removeIf(RunningJob::isFinished);
    left.stream().filter(job -> job.abandonIfStuckSince(now.minus(PATIENCE))).forEach(stuck::add);
    left.removeAll(stuck);
    abandoned.addAndGet(stuck.size());
    return stuck;
  }

  /** Returns whether the process is no longer sound. */
  boolean areTooMany() {
    return abandoned.get() >= MAX_ABANDONED;
  }

  /** Marks the process as ending; returns whether this call was the first. */
  boolean endProcess() {
    return ended.compareAndSet(false, true);
  }
}
