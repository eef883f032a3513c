package dev.trainyard.job.event;

/**
 * A worker has sent no heartbeat for the length of a lease and has not announced that it stops.
 *
 * @param workerId its id
 */
public record WorkerLost(String workerId) {}
