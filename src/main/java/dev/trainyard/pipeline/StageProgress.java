package dev.trainyard.pipeline;

import dev.trainyard.job.Lease;
import dev.trainyard.job.ProgressSnapshot;
import dev.trainyard.job.Stage;
import dev.trainyard.job.WorkStore;
import dev.trainyard.optimize.Study;
import dev.trainyard.optimize.Trial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Tells how far one stage of one job is, at most once a second and at its end. It counts finished
 * work; a report that cannot be stored is left out.
 */
final class StageProgress {
  private static final Logger LOG = LoggerFactory.getLogger(StageProgress.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final WorkStore store;
  private final Lease lease;
  private final Stage stage;
  private final Clock clock;
  private final Instant begun;
  private final String details;
  private Instant lastReport;
  private int doneBefore = -1;
  private Trial best;

  StageProgress(WorkStore store, Lease lease, Stage stage, Clock clock, String details) {
    this.store = store;
    this.lease = lease;
    this.stage = stage;
    this.clock = clock;
    this.details = details;
    this.begun = clock.instant();
    this.lastReport = begun;
  }

  /** Reports that the stage begins. */
  StageProgress begin() {
    store(ProgressSnapshot.of(stage, 0, details));
    return this;
  }

  /** Reports that the stage begins after a search, whose count and best trial stay in sight. */
  StageProgress beginAfter(Study search) {
    search.best().ifPresent(this::best);
    store(snapshot(0, search.size(), search.size(), null));
    return this;
  }

  /** Remembers the best trial so far for the next report. */
  void best(Trial trial) {
    best = trial;
  }

  /**
   * Reports finished trials, if the last report is a second old or these are all.
   *
   * @param done trials that are finished, those of an earlier claim included
   * @param total trials of the stage
   */
  void report(int done, int total) {
    if (doneBefore < 0) {
      doneBefore = done - 1;
    }
    Instant now = clock.instant();
    if (done == total || Duration.between(lastReport, now).compareTo(INTERVAL) >= 0) {
      lastReport = now;
      store(snapshot(done / (double) total, done, total, remaining(done, total, now)));
    }
  }

  private ProgressSnapshot snapshot(double share, int done, int total, Duration remaining) {
    boolean feasible = best != null && best.feasible();
    Map<String, Object> parameters = feasible ? best.parameters().toMap() : null;
    return new ProgressSnapshot(
        stage, share, details, done, total, feasible ? best.score() : null, parameters, remaining);
  }

  /** What is left of the stage at the pace of this claim. */
  private Duration remaining(int done, int total, Instant now) {
    int own = done - doneBefore;
    return own <= 0 ? null : Duration.between(begun, now).multipliedBy(total - done).dividedBy(own);
  }

  private void store(ProgressSnapshot snapshot) {
    try {
      store.progress(lease, snapshot);
    } catch (DataAccessException e) {
      LOG.warn("the progress of job {} is not stored: {}", lease.jobId(), e.getMessage());
    }
  }
}
