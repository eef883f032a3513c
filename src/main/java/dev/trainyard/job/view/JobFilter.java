package dev.trainyard.job.view;

import dev.trainyard.job.JobStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on listed jobs; null means any.
 *
 * @param status state
 * @param strategy name of a strategy
 * @param symbol market, such as {@code BTC/USDT}
 * @param batchId batch
 */
public record JobFilter(
    @Nullable JobStatus status,
    @Nullable String strategy,
    @Nullable String symbol,
    @Nullable UUID batchId) {}
