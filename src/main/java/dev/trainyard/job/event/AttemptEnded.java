package dev.trainyard.job.event;

import dev.trainyard.job.AttemptOutcome;
import java.util.UUID;

/**
 * An attempt in a slot of this process has ended, and not with a dead letter. What others do to it,
 * they tell themselves: the loss of its worker and its deadline.
 *
 * @param jobId the job
 * @param outcome how; {@code FAILED} when the job is tried again
 */
public record AttemptEnded(UUID jobId, AttemptOutcome outcome) {}
