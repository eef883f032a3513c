package dev.trainyard.pipeline;

import dev.trainyard.job.Lease;
import dev.trainyard.job.StoredTrial;
import dev.trainyard.job.WorkStore;
import dev.trainyard.optimize.Trial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores the trials of a job as they are made, in batches: a worker that dies loses a second of
 * work.
 */
final class TrialRecorder {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int LARGEST_BATCH = 500;

  private final WorkStore store;
  private final TrialCodec codec;
  private final Lease lease;
  private final Clock clock;
  private final List<StoredTrial> pending = new ArrayList<>();
  private Instant lastFlush;

  TrialRecorder(WorkStore store, TrialCodec codec, Lease lease, Clock clock) {
    this.store = store;
    this.codec = codec;
    this.lease = lease;
    this.clock = clock;
    this.lastFlush = clock.instant();
  }

  /** Adds a trial, and stores all that are pending once a second. */
  void add(String study, Trial trial) {
    pending.add(codec.encode(study, trial));
    boolean late = Duration.between(lastFlush, clock.instant()).compareTo(INTERVAL) >= 0;
    if (late || pending.size() >= LARGEST_BATCH) {
      flush();
    }
  }

  /**
   * Stores all that are pending.
   *
   * @throws dev.trainyard.job.LeaseLostException when the lease is no longer the job's
   */
  void flush() {
    if (!pending.isEmpty()) {
      store.addTrials(lease, List.copyOf(pending));
      pending.clear();
    }
    lastFlush = clock.instant();
  }
}
