package dev.trainyard.pipeline;

import static dev.trainyard.queue.slot.SlotHeap.MEGABYTE;

import dev.trainyard.queue.WorkerSlots;
import dev.trainyard.queue.slot.SlotHeap;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Refuses a job that does not fit into its slot's share of the heap, before it exhausts the memory
 * of the worker.
 *
 * <p>The estimate is (candles × bytes per candle) + (trials × bytes per trial) + a round of results
 * in flight. For the candles, the larger of two moments counts. One is loading: the series, the
 * filter's columns and its result. The other is the trials: one series, the strategy's indicators,
 * the regimes of a job confined to one, the scratch of each trial thread, and the curves and
 * bootstrap of the validation. The candles that are tested for look-ahead exist twice.
 */
@Component
class JobMemory {
  /** Time and five columns, 8 bytes each. */
  private static final int SERIES = 48;

  private static final int LOADING = 3 * SERIES;

  /** Equity and returns of a position in every third bar, with the spare room of growing arrays. */
  private static final int THREAD_SCRATCH = 16;

  /** Returns and equity of the joined tests and of the described period. */
  private static final int VALIDATION = 16;

  /**
   * For a bar of the hold-out: the bootstrap's returns, their sums and sums of squares twice round
   * the circle, their logarithms when compounding, three figures and an index; the regime.
   */
  private static final int HOLDOUT = 100;

  /** A reference, which takes 8 bytes in a heap of 32 GB or more. */
  private static final int REGIME = 8;

  /**
   * For a candle of one of several series: its place on the timeline, and the time twice while it
   * is merged. A joined curve takes as much again as those of the series.
   */
  private static final int PLACE = 20;

  /** Candles that are tested for look-ahead. */
  private static final long LOOK_AHEAD_CANDLES = 200_000;

  /**
   * Parameters, metrics and entries of the study's lists; measured, see {@code
   * src/docs/operations.md}.
   */
  private static final int TRIAL = 800;

  /**
   * For a trial of the search: the windows together have as many, which are kept until the last
   * window ends, some of them with their return buckets.
   */
  private static final int WINDOW_TRIALS = 1_200;

  /** Results in flight, each with its return buckets, and trials on their way to PostgreSQL. */
  private static final long ROUND = 24 * MEGABYTE;

  private final SlotHeap heap;
  private final int threads;
  private final IntSupplier slots;

  @Autowired
  JobMemory(SlotHeap heap, WorkerSettings settings, WorkerSlots slots) {
    this(heap, settings.threads(), slots::count);
  }

  /**
   * Creates the estimate for a worker.
   *
   * @param heap heap that its slots share
   * @param threads threads that run trials
   * @param slots the current number of slots
   */
  JobMemory(SlotHeap heap, int threads, IntSupplier slots) {
    this.heap = heap;
    this.threads = threads;
    this.slots = slots;
  }

  /**
   * The input of an estimate.
   *
   * @param candles candles that will be loaded
   * @param trials trials of the search
   * @param holdout share of the candles that the search does not see, 0..1; empty without a
   *     validation, whose windows repeat a part of the search
   * @param confined whether only signals of one regime count
   * @param indicatorBytes bytes of indicators per candle
   * @param series number of series that the candles are of
   */
  record Demand(
      long candles,
      int trials,
      OptionalDouble holdout,
      boolean confined,
      int indicatorBytes,
      int series) {

    /** Estimates the bytes of heap. */
    long bytes(int threads) {
      long running =
          (long) SERIES
              + indicatorBytes
              + (confined ? REGIME : 0)
              + (long) threads * THREAD_SCRATCH * (series > 1 ? 2 : 1)
              + (series > 1 ? PLACE : 0)
              + (holdout.isPresent() ? VALIDATION : 0)
              + (long) Math.ceil(holdout.orElse(0) * HOLDOUT);
      long twice = Math.min(candles, LOOK_AHEAD_CANDLES) * (SERIES + indicatorBytes);
      long trialBytes = (long) trials * (TRIAL + (holdout.isPresent() ? WINDOW_TRIALS : 0));
      return Math.max(candles * LOADING, candles * running + twice) + trialBytes + ROUND;
    }
  }

  /**
   * Checks that a job fits into the share of one of the current slots. Jobs that passed before
   * slots were added keep their larger share.
   *
   * @throws JobTooLargeException when it does not fit
   */
  void require(Demand demand) {
    long bytes = demand.bytes(threads);
    long share = heap.share(slots.getAsInt());
    if (bytes > share) {
      throw new JobTooLargeException(
          String.format(
              Locale.ROOT,
              "needs about %,d MB for %,d candles and %,d trials; a slot of this worker has %,d MB: ask for fewer, or"
                  + " give the worker more memory (-Xmx) or fewer slots",
              bytes / MEGABYTE,
              demand.candles(),
              demand.trials(),
              share / MEGABYTE));
    }
  }
}
