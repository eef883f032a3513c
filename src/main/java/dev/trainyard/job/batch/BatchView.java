package dev.trainyard.job.batch;

import dev.trainyard.job.JobStatus;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch as clients see it.
 *
 * @param batchId its id
 * @param jobs number of its jobs
 * @param status number of its jobs by state
 * @param percentage mean of its jobs' percentages; 100 only when all jobs are COMPLETED
 * @param createdAt time of its submission
 * @param createdBy name of who submitted it; null without authentication
 * @param cancelledAt time at which cancelling began; null when nobody has cancelled it
 */
public record BatchView(
    UUID batchId,
    int jobs,
    Map<JobStatus, Integer> status,
    double percentage,
    Instant createdAt,
    @Nullable String createdBy,
    @Nullable Instant cancelledAt) {}
