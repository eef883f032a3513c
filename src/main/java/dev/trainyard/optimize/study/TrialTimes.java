package dev.trainyard.optimize.study;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How long the trials of a study take in this process. It decides where trials run, never how. */
final class TrialTimes {
  /** So long the own jobs of a helper may have to wait for a slice to end. */
  private static final double SLICE_SECONDS = 0.25;

  private static final int OF_THE_LONGEST = 3;
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  void add(long duration) {
    count.increment();
    nanos.add(duration);
    longest.accumulate(duration);
  }

  /** Returns the seconds of one thread that some trials take; 0 while no trial has ended. */
  double secondsFor(int trials) {
    long ended = count.sum();
    return ended == 0 ? 0 : nanos.sum() / 1e9 / ended * trials;
  }

  /** Returns how many trials make a slice of a quarter of a second, at least one. */
  int perSlice() {
    double each = secondsFor(1);
    return each == 0 ? 1 : (int) Math.max(1, SLICE_SECONDS / each);
  }

  /** Returns whether a trial that has run for a time takes far longer than others. */
  boolean isLate(long duration) {
    return count.sum() > 0 && duration > LATE_NANOS + OF_THE_LONGEST * longest.get();
  }
}
