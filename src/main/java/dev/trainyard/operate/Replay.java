package dev.trainyard.operate;

import java.util.UUID;

/**
 * A dead letter that has become a new job.
 *
 * @param jobId the new job
 * @param replayOf the job that had failed
 */
public record Replay(UUID jobId, UUID replayOf) {}
