package dev.trainyard.job.bulk;

import dev.trainyard.job.view.JobFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that a client means.
 *
 * @param filter what they have in common
 * @param upTo the newest job that the client has seen: later ones are not meant; null for all that
 *     are there when the work begins
 * @param given the filter as the client wrote it, JSON, for the audit log
 */
public record JobSelection(JobFilter filter, @Nullable UUID upTo, String given) {

  /** Returns the same jobs, with the newest that is meant. */
  public JobSelection upTo(UUID newest) {
    return new JobSelection(filter, newest, given);
  }
}
