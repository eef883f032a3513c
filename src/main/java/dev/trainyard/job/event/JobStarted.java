package dev.trainyard.job.event;

import dev.trainyard.job.Priority;
import java.time.Duration;
import java.util.UUID;

/**
 * An attempt of a job begins in a slot of this process.
 *
 * @param jobId the job
 * @param priority the job's priority
 * @param waited how long the job had been due
 */
public record JobStarted(UUID jobId, Priority priority, Duration waited) {}
