package dev.trainyard.job.worker;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A living worker.
 *
 * @param id its id, new after each start
 * @param host host that it runs on
 * @param pid its process id there
 * @param version version of the service
 * @param slots jobs that it can run at once
 * @param running jobs that it is running
 * @param helps job of another worker that it helps with; null for none
 * @param lastHeartbeat time of its last heartbeat
 */
public record WorkerView(
    String id,
    String host,
    long pid,
    String version,
    int slots,
    List<UUID> running,
    @Nullable UUID helps,
    Instant lastHeartbeat) {}
