package dev.trainyard.pipeline;

import dev.trainyard.validation.ValidationReport;

/**
 * A job whose winner is judged.
 *
 * @param optimized the job with its search
 * @param report what is known of the winner
 */
public record ValidatedJob(OptimizedJob optimized, ValidationReport report) {}
