/**
 * Jobs that failed for good, kept in {@code failed_jobs} until somebody replays or discards them.
 */
package dev.trainyard.job.deadletter;
