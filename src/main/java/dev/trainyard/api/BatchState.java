package dev.trainyard.api;

import dev.trainyard.job.SubmittedBatch;
import java.util.UUID;

/**
 * What a client is told of the batch that it has made.
 *
 * @param batchId the batch; null when it would be empty
 * @param jobs number of its jobs
 */
public record BatchState(UUID batchId, int jobs) {

  static BatchState of(SubmittedBatch batch) {
    return new BatchState(batch.id(), batch.jobs().size());
  }
}
