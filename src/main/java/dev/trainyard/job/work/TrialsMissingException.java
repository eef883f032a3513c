package dev.trainyard.job.work;

import dev.trainyard.job.Lease;
import java.util.Locale;
import org.springframework.dao.RecoverableDataAccessException;

/** PostgreSQL no longer holds all trials of a job. The next attempt repeats the missing ones. */
public class TrialsMissingException extends RecoverableDataAccessException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception with the numbers of trials.
   *
   * @param made trials that the job has finished
   * @param stored trials that are stored
   */
  public TrialsMissingException(Lease lease, int made, int stored) {
    super(
        String.format(
            Locale.ROOT,
            "PostgreSQL holds only %,d of the %,d trials of job %s, perhaps after a failover to a replica that lagged; the next attempt repeats the others",
            stored,
            made,
            lease.jobId()));
  }
}
