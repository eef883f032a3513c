package dev.trainyard.job.work;

import dev.trainyard.job.Stage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a running job is: counted work, never an estimate.
 *
 * @param stage stage that it is in
 * @param share share of the stage's work that is done, 0..1
 * @param details what it is doing, for a user; may be null
 * @param currentIteration trials done of the stage's work; null when the stage has none
 * @param totalIterations trials to do; null when the stage has none
 * @param bestScore score of the best feasible trial so far; null before the first
 * @param bestParams its parameters; null before the first
 * @param remaining time to the end of the job at the measured pace; null before there is one
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

  /** A stage without iterations. */
  public static ProgressSnapshot of(Stage stage, double share, String details) {
    return new ProgressSnapshot(stage, share, details, null, null, null, null, null);
  }
}
