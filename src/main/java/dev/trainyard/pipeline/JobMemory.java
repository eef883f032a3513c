package dev.trainyard.pipeline;

import java.util.Locale;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Refuses a job that cannot fit into its slot's share of the heap, before it takes the worker down
 * with it.
 *
 * <p>The estimate is (candles × bytes per candle) + (trials × bytes per trial) + a round of results
 * in flight. The larger of two moments counts for the candles: their loading, with the series, the
 * filter's columns and its result; and the trials, with one series, the indicators that the
 * strategy keeps, the scratch of each trial thread, and the curves of the validation.
 */
@Component
class JobMemory {
  static final long MEGABYTE = 1024 * 1024;

  /** The service itself, without a job. */
  static final long BASE = 96 * MEGABYTE;

  /** Time and five columns, 8 bytes each. */
  private static final int SERIES = 48;

  private static final int LOADING = 3 * SERIES;

  /** Equity and its returns of a position in every third bar, with the room that arrays grow by. */
  private static final int THREAD_SCRATCH = 16;

  /** Returns and equity of the joined tests and of the block that is described. */
  private static final int VALIDATION = 16;

  /** Parameters, metrics and places in the study's lists; measured, see the README. */
  private static final int TRIAL = 800;

  /**
   * A fifth of the search's trials, read again with their return buckets of 5 kB after a restart.
   */
  private static final int WINDOW_TRIALS = 1_200;

  /** Results in flight, each with its return buckets, and trials on their way to PostgreSQL. */
  private static final long ROUND = 24 * MEGABYTE;

  private final long share;
  private final int threads;

  @Autowired
  JobMemory(WorkerSettings settings) {
    this(Runtime.getRuntime().maxMemory(), settings);
  }

  /**
   * A worker with a heap.
   *
   * @param heap most bytes of heap, as of {@code -Xmx}
   */
  JobMemory(long heap, WorkerSettings settings) {
    this.share = Math.max(0, heap - BASE) / settings.slots();
    this.threads = settings.threads();
  }

  /**
   * What a job is about to need.
   *
   * @param candles candles that will be loaded
   * @param trials trials of the search
   * @param validated whether a validation follows, whose windows repeat a part of the search
   * @param indicatorBytes bytes of indicators per candle
   */
  record Demand(long candles, int trials, boolean validated, int indicatorBytes) {

    /** Bytes of heap. */
    long bytes(int threads) {
      long running =
          (long) SERIES
              + indicatorBytes
              + (long) threads * THREAD_SCRATCH
              + (validated ? VALIDATION : 0);
      long trialBytes = (long) trials * (TRIAL + (validated ? WINDOW_TRIALS : 0));
      return candles * Math.max(LOADING, running) + trialBytes + ROUND;
    }
  }

  /**
   * Passes a job that fits.
   *
   * @throws JobTooLargeException when it does not
   */
  void require(Demand demand) {
    long bytes = demand.bytes(threads);
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
