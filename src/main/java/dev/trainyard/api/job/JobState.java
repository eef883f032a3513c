package dev.trainyard.api.job;

import dev.trainyard.job.JobStatus;
import java.util.UUID;

/**
 * What a client is told of a job whose state it has changed.
 *
 * @param jobId the job
 * @param status its state
 */
public record JobState(UUID jobId, JobStatus status) {}
