package dev.trainyard.job.view;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Stage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is.
 *
 * @param jobId the job
 * @param status its state
 * @param percentage overall percentage, 100 only when COMPLETED
 * @param currentStep stage that it is or ended in; null before the first claim
 * @param stepNumber position of that stage from 1; 0 before the first claim
 * @param totalSteps number of stages
 * @param stepPercentage percentage of that stage
 * @param stepDetails what the stage is doing, in words; null for nothing to say
 * @param currentIteration finished trials; null outside a search
 * @param totalIterations trials in all; null outside a search
 * @param bestScore score of the best trial; null before there is one
 * @param bestParams parameters of the best trial, JSON; null before there is one
 * @param startedAt time of the first claim; null before
 * @param updatedAt time of the last change
 * @param estimatedCompletion when it will be done at the present pace; null when unknown
 * @param isComplete whether the state is final
 * @param errorMessage message of the last error; null for none
 */
public record ProgressView(
    UUID jobId,
    JobStatus status,
    double percentage,
    @Nullable Stage currentStep,
    int stepNumber,
    int totalSteps,
    double stepPercentage,
    @Nullable String stepDetails,
    @Nullable Integer currentIteration,
    @Nullable Integer totalIterations,
    @Nullable Double bestScore,
    @JsonRawValue @Nullable String bestParams,
    @Nullable Instant startedAt,
    Instant updatedAt,
    @Nullable Instant estimatedCompletion,
    boolean isComplete,
    @Nullable String errorMessage) {}
