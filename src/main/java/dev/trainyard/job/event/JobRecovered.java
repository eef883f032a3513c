package dev.trainyard.job.event;

import java.util.UUID;

/**
 * A job was taken from a worker that is lost, and is due again.
 *
 * @param jobId the job
 */
public record JobRecovered(UUID jobId) {}
