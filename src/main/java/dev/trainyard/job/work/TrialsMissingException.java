package dev.trainyard.job.work;

import dev.trainyard.job.Lease;
import java.util.Locale;
import org.springframework.dao.RecoverableDataAccessException;

/** PostgreSQL no longer holds all trials of a job. Another attempt makes those that are missing. */
public class TrialsMissingException extends RecoverableDataAccessException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is missing.
   *
   * @param made trials that the job has made
   * @param stored trials that are there
   */
  public TrialsMissingException(Lease lease, int made, int stored) {
    super(
        String.format(
            Locale.ROOT,
            "PostgreSQL holds %,d of the %,d trials of job %s, as after a failover to a replica that was behind; the next attempt makes the others again",
            stored,
            made,
            lease.jobId()));
  }
}
