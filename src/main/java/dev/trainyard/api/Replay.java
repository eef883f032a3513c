package dev.trainyard.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.trainyard.job.SubmittedJob;
import java.util.UUID;

/**
 * A dead letter that has become a new job.
 *
 * @param jobId the new job
 * @param replayOf the job that had failed
 * @param job what the queue needs to know of the new job
 */
public record Replay(UUID jobId, UUID replayOf, @JsonIgnore SubmittedJob job) {}
