package dev.trainyard.job.view;

import com.fasterxml.jackson.annotation.JsonRawValue;

/**
 * A trial of the search.
 *
 * @param number position from 0
 * @param parameters its parameters, JSON
 * @param score value of the objective
 * @param feasible whether it meets all constraints
 * @param metrics figures of its back-test, JSON
 */
public record TrialView(
    int number,
    @JsonRawValue String parameters,
    double score,
    boolean feasible,
    @JsonRawValue String metrics) {}
