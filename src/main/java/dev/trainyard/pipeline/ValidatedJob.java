package dev.trainyard.pipeline;

import dev.trainyard.validation.ValidationReport;
import dev.trainyard.validation.walkforward.WindowResult;

/**
 * A job after its validation.
 *
 * @param optimized the job with its search
 * @param report findings about the winner
 */
public record ValidatedJob(OptimizedJob optimized, ValidationReport report) {

  /** Returns the number of trials of the search and of all walk-forward windows. */
  int trials() {
    return optimized.search().size()
        + report
            .validated()
            .map(v -> v.walkForward().windows().stream().mapToInt(WindowResult::trials).sum())
            .orElse(0);
  }
}
