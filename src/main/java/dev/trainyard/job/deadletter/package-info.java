/**
 * Jobs that failed for good, kept in {@code failed_jobs} until somebody replays or discards them.
 */
@NullMarked
package dev.trainyard.job.deadletter;

import org.jspecify.annotations.NullMarked;
