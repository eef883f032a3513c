package dev.trainyard.operate;

import java.util.UUID;

/**
 * A batch of which nothing waits or runs any more.
 *
 * @param batchId the batch
 * @param cancelled number of the jobs that this has cancelled
 */
public record BatchCancellation(UUID batchId, int cancelled) {}
