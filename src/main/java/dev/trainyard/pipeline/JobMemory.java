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
 * Refuses a job that cannot fit into its slot's share of the heap, before it takes the worker down
 * with it.
 *
 * <p>The estimate is (candles × bytes per candle) + (trials × bytes per trial) + a round of results
 * in flight. The larger of two moments counts for the candles: their loading, with the series, the
 * filter's columns and its result; and the trials, with one series, the indicators that the
 * strategy keeps, the regimes of a job that is confined to one, the scratch of each trial thread,
 * and the validation's curves and bootstrap. The part of the candles in which look-ahead is looked
 * for is there twice.
 */
@Component
class JobMemory {
  /** Time and five columns, 8 bytes each. */
  private static final int SERIES = 48;

  private static final int LOADING = 3 * SERIES;

  /** Equity and its returns of a position in every third bar, with the room that arrays grow by. */
  private static final int THREAD_SCRATCH = 16;

  /** Returns and equity of the joined tests and of the block that is described. */
  private static final int VALIDATION = 16;

  /**
   * Of a bar of the hold-out: the bootstrap's returns, their sums and those of their squares twice
   * round the circle, their logarithms when compounding, three figures and a place; the regime.
   */
  private static final int HOLDOUT = 100;

  /** A reference, which takes 8 bytes in a heap of 32 GB or more. */
  private static final int REGIME = 8;

  /** Candles in which look-ahead is looked for. */
  private static final long LOOKED_AT = 200_000;

  /**
   * Parameters, metrics and places in the study's lists; measured, see {@code
   * src/docs/operations.md}.
   */
  private static final int TRIAL = 800;

  /**
   * A fifth of the search's trials, read again with their return buckets of 5 kB after a restart.
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
   * A worker with a heap.
   *
   * @param heap what its slots share
   * @param threads threads that run trials
   * @param slots jobs that it may run at once, now
   */
  JobMemory(SlotHeap heap, int threads, IntSupplier slots) {
    this.heap = heap;
    this.threads = threads;
    this.slots = slots;
  }

  /**
   * What a job is about to need.
   *
   * @param candles candles that will be loaded
   * @param trials trials of the search
   * @param holdout share of the candles that the search does not see, 0..1; empty without a
   *     validation, whose windows repeat a part of the search
   * @param confined whether signals of one regime count only
   * @param indicatorBytes bytes of indicators per candle
   */
  record Demand(
      long candles, int trials, OptionalDouble holdout, boolean confined, int indicatorBytes) {

    /** Bytes of heap. */
    long bytes(int threads) {
      long running =
          (long) SERIES
              + indicatorBytes
              + (confined ? REGIME : 0)
              + (long) threads * THREAD_SCRATCH
              + (holdout.isPresent() ? VALIDATION : 0)
              + (long) Math.ceil(holdout.orElse(0) * HOLDOUT);
      long twice = Math.min(candles, LOOKED_AT) * (SERIES + indicatorBytes);
      long trialBytes = (long) trials * (TRIAL + (holdout.isPresent() ? WINDOW_TRIALS : 0));
      return Math.max(candles * LOADING, candles * running + twice) + trialBytes + ROUND;
    }
  }

  /**
   * Passes a job that fits into its share of the slots that hold now. What was passed before they
   * became more keeps the larger share.
   *
   * @throws JobTooLargeException when it does not
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
