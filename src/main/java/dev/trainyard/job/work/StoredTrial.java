package dev.trainyard.job.work;

import org.jspecify.annotations.Nullable;

/**
 * A trial as it is stored.
 *
 * @param study {@code search}, or {@code window-k} of the walk-forward
 * @param number number in the study, from 0
 * @param parametersJson parameters by name
 * @param score value of the objective, exact
 * @param violation amount by which it violates the constraints; 0 when feasible
 * @param feasible whether it meets all constraints
 * @param metricsJson figures of its back-test
 * @param buckets its returns in equal-time buckets; null when its result was reused
 * @param reusedFrom number of the earlier trial with the same parameters; null for a back-test of
 *     its own
 */
public record StoredTrial(
    String study,
    int number,
    String parametersJson,
    double score,
    double violation,
    boolean feasible,
    String metricsJson,
    @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] buckets,
    @Nullable Integer reusedFrom) {}
