package dev.trainyard.schedule;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one time at which a schedule was due, or was asked to run.
 *
 * @param fireTime when it was due
 * @param at when that was decided
 * @param outcome what was decided
 * @param reason why it did not start; null when it did
 * @param jobId the job that it started; null for none
 * @param batchId the batch that it started; null for none
 * @param fetchId the first fetch that it started; null for none
 */
public record ScheduleRun(
    Instant fireTime,
    Instant at,
    Outcome outcome,
    @Nullable String reason,
    @Nullable UUID jobId,
    @Nullable UUID batchId,
    @Nullable UUID fetchId) {

  /** What became of a run. */
  public enum Outcome {
    /** It started. */
    FIRED,
    /** It was left out: the run before it was not final, or it was late. */
    SKIPPED,
    /** Its request is wrong. */
    REFUSED,
    /** Somebody started it. */
    MANUAL;

    /** The name as it is stored and shown. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }
}
