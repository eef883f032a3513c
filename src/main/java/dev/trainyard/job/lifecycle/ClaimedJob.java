package dev.trainyard.job.lifecycle;

import dev.trainyard.job.Lease;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.TraceContext;
import dev.trainyard.job.request.TrainingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as a worker receives it.
 *
 * @param lease the worker's right to write
 * @param request what to train
 * @param spaceJson parameter space, pinned when the job was submitted
 * @param attempt number of this attempt, from 1
 * @param maxAttempts attempts before a transient failure is final
 * @param losses workers that have died while running it
 * @param isFirstClaim whether no worker has claimed it before
 * @param pinned the candles that an earlier claim trained on; null for the first
 * @param startedAt when the job was first claimed
 * @param waited how long the job had been due when it was claimed
 * @param traceContext of the request that submitted it, see {@link TraceContext}; null for none
 */
public record ClaimedJob(
    Lease lease,
    TrainingRequest request,
    String spaceJson,
    int attempt,
    int maxAttempts,
    int losses,
    boolean isFirstClaim,
    @Nullable PinnedInputs pinned,
    Instant startedAt,
    Duration waited,
    @Nullable String traceContext) {

  /** Returns the job's id. */
  public UUID id() {
    return lease.jobId();
  }

  /**
   * Returns whether the job has lost a worker, perhaps by its own fault, and therefore runs alone.
   */
  public boolean isSuspect() {
    return losses > 0;
  }
}
