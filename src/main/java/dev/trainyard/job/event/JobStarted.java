package dev.trainyard.job.event;

import java.time.Duration;
import java.util.UUID;

/**
 * An attempt of a job begins in a slot of this process.
 *
 * @param jobId the job
 * @param priority the job's
 * @param waited how long the job had been due
 */
public record JobStarted(UUID jobId, String priority, Duration waited) {}
