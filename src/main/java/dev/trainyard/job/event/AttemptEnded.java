package dev.trainyard.job.event;

import dev.trainyard.job.AttemptOutcome;
import java.util.UUID;

/**
 * An attempt in a slot of this process has ended without a dead letter. A lost worker and a missed
 * deadline are published by the process that finds them.
 *
 * @param jobId the job
 * @param outcome how it ended; {@code FAILED} when the job is tried again
 */
public record AttemptEnded(UUID jobId, AttemptOutcome outcome) {}
