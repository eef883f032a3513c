package dev.trainyard.optimize.study;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that carry slices of the open rounds to other processes, each slice for one of them. A
 * lane that has got no answer ends; another one begins in its place while there are helpers.
 */
final class Lanes implements AutoCloseable {
  private static final long RECRUIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final TrialThreads threads;
  private final List<RoundExecution> rounds = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private long lastRecruited;
  private boolean isClosed;

  /** Error of a lane that could not report it, for example without memory. */
  private volatile @Nullable Error collapse;

  Lanes(TrialThreads threads) {
    this.threads = threads;
  }

  /** One thread. */
  private static final class Lane {
    /** The round whose slice it waits for; null while it has none under way. */
    @Nullable RoundExecution waitsFor;

    @Nullable Future<?> thread;
  }

  synchronized void open(RoundExecution round) {
    rounds.add(round);
    notifyAll();
  }

  /** Gives up what is still under way for a round, whose results are all known. */
  synchronized void close(RoundExecution round) {
    rounds.remove(round);
    lanes.stream().filter(lane -> lane.waitsFor == round).toList().forEach(this::giveUp);
  }

  private void giveUp(Lane lane) {
    lanes.remove(lane);
    Future<?> thread = lane.thread;
    if (thread != null) {
      thread.cancel(true);
    }
  }

  synchronized int count() {
    return lanes.size();
  }

  /** Throws the error that has ended a lane. */
  void check() {
    Error ended = collapse;
    if (ended != null) {
      throw ended;
    }
  }

  /** Returns whether it is time to look for helpers again. */
  boolean isTimeToRecruit() {
    return System.nanoTime() - lastRecruited > RECRUIT_NANOS;
  }

  /**
   * Starts lanes for helpers that have come since the last time.
   *
   * @param remainingSeconds time that the trials which are left would take on the threads of this
   *     process, 0 while unknown
   */
  void recruit(double remainingSeconds) {
    lastRecruited = System.nanoTime();
    int wanted = threads.remote().lanes(remainingSeconds);
    synchronized (this) {
      int left = rounds.stream().mapToInt(RoundExecution::left).sum();
      int more = Math.min(wanted - lanes.size(), left);
      for (int i = 0; i < more; i++) {
        Lane lane = new Lane();
        lanes.add(lane);
        lane.thread = threads.lanes().submit(() -> run(lane));
      }
    }
  }

  private void run(Lane lane) {
    try {
      for (RoundExecution round = awaitWork(); round != null; round = awaitWork()) {
        List<RoundExecution.Sent> slice = round.nextSlice(threads.count() + count());
        if (!slice.isEmpty() && !send(lane, round, slice)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      collapse = e;
      throw e;
    } finally {
      synchronized (this) {
        lanes.remove(lane);
      }
    }
  }

  /** Waits for a round with trials that nobody has begun; null when there will be none. */
  private synchronized @Nullable RoundExecution awaitWork() throws InterruptedException {
    while (!isClosed) {
      for (RoundExecution round : rounds) {
        if (round.left() > 0) {
          return round;
        }
      }
      wait();
    }
    return null;
  }

  private boolean send(Lane lane, RoundExecution round, List<RoundExecution.Sent> slice)
      throws InterruptedException {
    synchronized (this) {
      if (!rounds.contains(round)) {
        return true;
      }
      lane.waitsFor = round;
    }
    return round.send(
        slice,
        () -> {
          synchronized (this) {
            lane.waitsFor = null;
          }
        });
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    List.copyOf(lanes).forEach(this::giveUp);
    notifyAll();
  }
}
