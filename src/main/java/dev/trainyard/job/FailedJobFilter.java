package dev.trainyard.job;

import java.util.UUID;

/**
 * Which dead letters a list shows; null means any.
 *
 * @param jobId the job that failed
 * @param kind kind of the failure
 * @param stage stage of the failure
 * @param errorClass name of the error
 * @param strategy the job's strategy
 * @param symbol the job's market
 */
public record FailedJobFilter(
    UUID jobId, FailureKind kind, Stage stage, String errorClass, String strategy, String symbol) {}
