package dev.trainyard.job.view;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a job, with what a list of jobs is filtered by.
 *
 * @param view the progress
 * @param strategy its strategy
 * @param batchId its batch; null for none
 */
public record JobProgress(ProgressView view, String strategy, @Nullable UUID batchId) {}
