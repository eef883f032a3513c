package dev.trainyard.job.event;

import java.util.UUID;

/**
 * A job was taken back from a lost worker and is due again.
 *
 * @param jobId the job
 */
public record JobRecovered(UUID jobId) {}
