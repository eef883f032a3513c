package dev.trainyard.job.deadletter;

import java.time.Instant;
import java.util.UUID;

/**
 * Failures of one error.
 *
 * @param errorClass name of the error
 * @param kind kind of the newest of them
 * @param jobs how many jobs failed by it
 * @param notReplayed those of them that nobody has replayed or retried
 * @param newestAt time of the newest
 * @param message what went wrong in the newest, shortened
 * @param failedJobId dead letter of the newest
 * @param jobId job of the newest
 */
public record FailureGroup(
    String errorClass,
    String kind,
    long jobs,
    long notReplayed,
    Instant newestAt,
    String message,
    UUID failedJobId,
    UUID jobId) {}
