package dev.trainyard.job.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job has failed for good and is a dead letter.
 *
 * @param jobId the job
 * @param kind label of the failure's kind
 * @param message what went wrong; may be null
 */
public record DeadLetterWritten(UUID jobId, String kind, @Nullable String message) {}
