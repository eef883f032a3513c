package dev.trainyard.job.worker;

/**
 * The identity of a worker process.
 *
 * @param id unique name of this process
 * @param host host name
 * @param pid process id
 * @param version version of the service
 */
public record WorkerIdentity(String id, String host, long pid, String version) {}
