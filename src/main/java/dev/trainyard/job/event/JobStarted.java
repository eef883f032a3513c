package dev.trainyard.job.event;

import java.util.UUID;

/**
 * An attempt of a job begins in a slot of this process.
 *
 * @param jobId the job
 */
public record JobStarted(UUID jobId) {}
