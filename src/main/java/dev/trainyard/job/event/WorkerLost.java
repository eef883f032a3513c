package dev.trainyard.job.event;

/**
 * A worker has given no sign of life for a lease and has not said that it stops.
 *
 * @param workerId its id
 */
public record WorkerLost(String workerId) {}
