package dev.trainyard.pipeline;

import dev.trainyard.validation.ValidationReport;
import dev.trainyard.validation.walkforward.WindowResult;

/**
 * A job whose winner is judged.
 *
 * @param optimized the job with its search
 * @param report what is known of the winner
 */
public record ValidatedJob(OptimizedJob optimized, ValidationReport report) {

  /** Number of trials behind it: those of the search and of all walk-forward windows. */
  int trials() {
    return optimized.search().size()
        + report
            .validated()
            .map(v -> v.walkForward().windows().stream().mapToInt(WindowResult::trials).sum())
            .orElse(0);
  }
}
