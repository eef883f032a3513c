package dev.trainyard.job;

import java.util.UUID;

/**
 * A worker's right to write to a job: the fencing token of one claim. Tokens are never used twice,
 * so a stale one matches nothing.
 *
 * @param jobId the job
 * @param token the fencing token
 */
public record Lease(UUID jobId, UUID token) {}
