package dev.trainyard.job.bulk;

import java.util.List;

/**
 * How many jobs a selection has.
 *
 * @param matched all of them
 * @param eligible those that may be changed
 * @param skipped the others, by their reasons
 */
public record SelectionFigures(long matched, long eligible, List<SkippedJobs> skipped) {
  public SelectionFigures {
    skipped = List.copyOf(skipped);
  }
}
