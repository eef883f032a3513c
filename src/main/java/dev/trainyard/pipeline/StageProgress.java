package dev.trainyard.pipeline;

import dev.trainyard.job.Stage;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.Study;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Tells how far one stage of one job is. It counts finished work; the journal decides which of the
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
  private Trial best;
  private Map<String, Object> bestParameters;

  StageProgress(JobJournal journal, Stage stage, Clock clock, String details) {
    this(journal, stage, clock, details, 0);
  }

  /**
   * The progress of a stage that others follow.
   *
   * @param trialsAfter work of the stages behind it, in trials of this one
   */
  StageProgress(JobJournal journal, Stage stage, Clock clock, String details, double trialsAfter) {
    this.trialsAfter = trialsAfter;
    this.journal = journal;
    this.stage = stage;
    this.clock = clock;
    this.details = details;
    this.begun = clock.instant();
  }

  /** Reports that the stage begins. */
  StageProgress begin() {
    journal.progress(ProgressSnapshot.of(stage, 0, details));
    return this;
  }

  /** Reports that the stage begins after a search, whose count and best trial stay in sight. */
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

  /** Counts a trial that this claim has made itself: its pace is measured by these alone. */
  void made() {
    made++;
  }

  /**
   * Reports finished trials.
   *
   * @param done trials that are finished, those of an earlier claim included
   * @param total trials of the stage
   */
  void report(int done, int total) {
    Duration remaining = remaining(done, total, clock.instant());
    journal.progress(snapshot(done / (double) total, done, total, remaining));
  }

  private ProgressSnapshot snapshot(double share, int done, int total, Duration remaining) {
    boolean feasible = best != null && best.feasible();
    return new ProgressSnapshot(
        stage,
        share,
        details,
        done,
        total,
        feasible ? best.score() : null,
        bestParameters,
        remaining);
  }

  /** What is left of the job at the pace of this claim. */
  private Duration remaining(int done, int total, Instant now) {
    if (made == 0) {
      return null;
    }
    double perTrial = Duration.between(begun, now).toMillis() / (double) made;
    return Duration.ofMillis(Math.round(perTrial * (total - done + trialsAfter)));
  }
}
