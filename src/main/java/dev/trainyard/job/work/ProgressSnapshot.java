package dev.trainyard.job.work;

import dev.trainyard.job.Stage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a running job: counted work, never an estimate.
 *
 * @param stage current stage
 * @param share finished share of the stage's work, 0..1
 * @param details description of the current work, for a user; may be null
 * @param currentIteration finished trials of the stage; null when the stage has none
 * @param totalIterations trials of the stage in all; null when the stage has none
 * @param bestScore score of the best feasible trial so far; null before the first
 * @param bestParams parameters of that trial; null before the first
 * @param remaining time to the end of the job at the measured pace; null before a pace is known
 */
public record ProgressSnapshot(
    Stage stage,
    double share,
    @Nullable String details,
    @Nullable Integer currentIteration,
    @Nullable Integer totalIterations,
    @Nullable Double bestScore,
    @Nullable Map<String, Object> bestParams,
    @Nullable Duration remaining) {

  /** Creates the progress of a stage without iterations. */
  public static ProgressSnapshot of(Stage stage, double share, String details) {
    return new ProgressSnapshot(stage, share, details, null, null, null, null, null);
  }
}
