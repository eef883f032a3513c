package dev.trainyard.job.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work that a worker stores in one statement. Progress and log lines that refer to trials are
 * never stored without those trials.
 *
 * @param trials finished trials
 * @param progress progress that includes these trials; null when later trials carry it
 * @param lines lines of the job's log, in order
 * @param event the one of these trials that is told as an event; null for none
 */
public record JournalEntry(
    List<StoredTrial> trials,
    @Nullable ProgressSnapshot progress,
    List<LogLine> lines,
    @Nullable TrialEvent event) {

  public JournalEntry {
    trials = List.copyOf(trials);
    lines = List.copyOf(lines);
  }

  /** Work that no event tells of. */
  public JournalEntry(
      List<StoredTrial> trials, @Nullable ProgressSnapshot progress, List<LogLine> lines) {
    this(trials, progress, lines, null);
  }
}
