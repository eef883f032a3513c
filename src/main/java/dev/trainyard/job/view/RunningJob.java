package dev.trainyard.job.view;

import dev.trainyard.job.Stage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job that a worker runs.
 *
 * @param jobId its id
 * @param strategy its strategy
 * @param symbol its market; several are joined by commas
 * @param exchange its exchange
 * @param timeframe its timeframe
 * @param stage its stage; null before the first
 * @param percentage overall percentage
 * @param bestScore score of its best trial; null before the first
 * @param estimatedCompletion its expected end at the current pace; null when unknown
 * @param startedAt time of its first claim
 * @param attempt number of its attempt, from 1
 * @param workerId its worker
 */
public record RunningJob(
    UUID jobId,
    String strategy,
    String symbol,
    String exchange,
    String timeframe,
    @Nullable Stage stage,
    double percentage,
    @Nullable Double bestScore,
    @Nullable Instant estimatedCompletion,
    @Nullable Instant startedAt,
    int attempt,
    @Nullable String workerId) {}
