package dev.trainyard.job.view;

import org.jspecify.annotations.Nullable;

/**
 * A part of the trials of a search.
 *
 * @param order their order
 * @param feasible whether they meet all constraints; null for either
 * @param from number of the trial with which the part begins, where it stands in the order; null
 *     for the first
 * @param after number of the trial behind which it begins; null for the first
 */
public record TrialFilter(
    TrialOrder order,
    @Nullable Boolean feasible,
    @Nullable Integer from,
    @Nullable Integer after) {}
