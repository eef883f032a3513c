package dev.trainyard.job.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker stores of its work in one statement: figures and lines that speak of trials are
 * never stored without them.
 *
 * @param trials finished trials
 * @param progress how far the job is with them; null when that is stored with later ones
 * @param lines lines of the job's log, in their order
 */
public record JournalEntry(
    List<StoredTrial> trials, @Nullable ProgressSnapshot progress, List<LogLine> lines) {

  public JournalEntry {
    trials = List.copyOf(trials);
    lines = List.copyOf(lines);
  }
}
