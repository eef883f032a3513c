package dev.trainyard.job.lifecycle;

import java.time.Instant;
import java.util.UUID;

/**
 * A job whose row is committed.
 *
 * @param id its id
 * @param readyScore its score in the ready set, milliseconds
 * @param runAt earliest time at which it starts
 * @param due whether that time has come
 */
public record SubmittedJob(UUID id, long readyScore, Instant runAt, boolean due) {}
