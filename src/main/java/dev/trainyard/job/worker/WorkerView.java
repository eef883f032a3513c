package dev.trainyard.job.worker;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A worker that lives.
 *
 * @param id its id, other after each start
 * @param host host that it runs on
 * @param pid its process id there
 * @param version version of the service
 * @param slots jobs that it can run at once
 * @param running jobs that it has
 * @param lastHeartbeat when it last said that it lives
 */
public record WorkerView(
    String id,
    String host,
    long pid,
    String version,
    int slots,
    List<UUID> running,
    Instant lastHeartbeat) {}
