package dev.trainyard.job.history;

import java.time.Instant;

/**
 * What happened to jobs in a minute.
 *
 * @param at start of the minute
 * @param submitted jobs that were submitted
 * @param completed jobs that completed
 * @param failed jobs that failed for good, whatever has been made of them since
 * @param cancelled jobs that were cancelled
 */
public record JobsOfMinute(
    Instant at, long submitted, long completed, long failed, long cancelled) {}
