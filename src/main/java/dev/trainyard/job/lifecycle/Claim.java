package dev.trainyard.job.lifecycle;

import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import org.jspecify.annotations.Nullable;

/**
 * A row that a worker has just claimed.
 *
 * @param lease the worker's right to write
 * @param job the job; null when its stored request cannot be read
 * @param failure why not; null with a job
 */
record Claim(Lease lease, @Nullable ClaimedJob job, @Nullable JobFailure failure) {}
