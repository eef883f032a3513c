package dev.trainyard.api.job;

import dev.trainyard.job.batch.SubmittedBatch;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of the batch that it has made.
 *
 * @param batchId the batch; null when it would be empty
 * @param jobs number of its jobs
 */
public record BatchState(@Nullable UUID batchId, int jobs) {

  /** The answer for a new batch. */
  public static BatchState of(SubmittedBatch batch) {
    return new BatchState(batch.id(), batch.count());
  }
}
