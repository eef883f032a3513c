package dev.trainyard.pipeline;

import dev.trainyard.job.Stage;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.Study;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports the progress of one stage of a job. It counts finished work; the journal decides which
 * reports are stored.
 */
final class StageProgress {
  private final JobJournal journal;
  private final Stage stage;
  private final Clock clock;
  private final Instant begun;
  private final String details;
  private final double trialsAfter;
  private int made;
  private @Nullable Trial best;
  private @Nullable Map<String, Object> bestParameters;

  StageProgress(JobJournal journal, Stage stage, Clock clock, String details) {
    this(journal, stage, clock, details, 0);
  }

  /**
   * Creates the progress of a stage that other stages follow.
   *
   * @param trialsAfter work of the following stages, in trials of this one
   */
  StageProgress(JobJournal journal, Stage stage, Clock clock, String details, double trialsAfter) {
    this.trialsAfter = trialsAfter;
    this.journal = journal;
    this.stage = stage;
    this.clock = clock;
    this.details = details;
    this.begun = clock.instant();
  }

  /** Reports the start of the stage. */
  StageProgress begin() {
    journal.progress(ProgressSnapshot.of(stage, 0, details));
    return this;
  }

  /** Reports the start of a stage after a search, whose count and best trial stay visible. */
  StageProgress beginAfter(Study search) {
    search.best().ifPresent(this::best);
    journal.progress(snapshot(0, search.size(), search.size(), null));
    return this;
  }

  /** Remembers the best trial so far for the next report. */
  void best(Trial trial) {
    if (!trial.equals(best)) {
      best = trial;
      bestParameters = trial.feasible() ? trial.parameters().toMap() : null;
    }
  }

  /** Counts a trial of this claim; only these trials determine the pace. */
  void made() {
    made++;
  }

  /**
   * Reports finished trials.
   *
   * @param done finished trials, including those of an earlier claim
   * @param total trials of the stage
   */
  void report(int done, int total) {
    Duration remaining = remaining(done, total, clock.instant());
    journal.progress(snapshot(done / (double) total, done, total, remaining));
  }

  private ProgressSnapshot snapshot(
      double share, int done, int total, @Nullable Duration remaining) {
    return new ProgressSnapshot(
        stage,
        share,
        details,
        done,
        total,
        best != null && best.feasible() ? best.score() : null,
        bestParameters,
        remaining);
  }

  /**
   * Estimates the remaining time of the job at the pace of this claim; null before a pace is known.
   */
  private @Nullable Duration remaining(int done, int total, Instant now) {
    if (made == 0) {
      return null;
    }
    double perTrial = Duration.between(begun, now).toMillis() / (double) made;
    return Duration.ofMillis(Math.round(perTrial * (total - done + trialsAfter)));
  }
}
