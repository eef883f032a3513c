package dev.trainyard.job.view;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Stage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a job.
 *
 * @param jobId the job
 * @param status its state
 * @param percentage overall percentage, 100 only when COMPLETED
 * @param currentStep current or last stage; null before the first claim
 * @param stepNumber position of that stage from 1; 0 before the first claim
 * @param totalSteps number of stages
 * @param stepPercentage percentage of that stage
 * @param stepDetails description of the stage's current work; may be null
 * @param currentIteration finished trials; null outside a search
 * @param totalIterations trials in all; null outside a search
 * @param bestScore score of the best trial; null before the first
 * @param bestParams parameters of the best trial, JSON; null before the first
 * @param startedAt time of the first claim; null before the first claim
 * @param updatedAt time of the last change
 * @param estimatedCompletion expected end at the current pace; null when unknown
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
