package dev.trainyard.operate;

import dev.trainyard.job.JobStatus;
import java.util.UUID;

/**
 * A job that has been cancelled.
 *
 * @param jobId the job
 * @param before the state that it was in; a worker may still be stopping one that was RUNNING
 */
public record Cancellation(UUID jobId, JobStatus before) {}
