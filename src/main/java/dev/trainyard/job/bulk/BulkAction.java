package dev.trainyard.job.bulk;

import dev.trainyard.job.JobStatus;
import java.util.Set;

/** What is done to many jobs at once. */
// The sets of Set.of never change, which the compiler cannot see
@SuppressWarnings("ImmutableEnumChecker")
public enum BulkAction {
  /** Cancels what waits or runs. */
  CANCEL("job.cancel-all", Set.of(JobStatus.PENDING, JobStatus.RUNNING)),
  /** Starts again what failed or was cancelled. */
  RETRY("job.retry-all", Set.of(JobStatus.FAILED, JobStatus.CANCELLED)),
  /** Deletes what has ended. */
  DELETE("job.delete-all", Set.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED));

  private final String audited;
  private final Set<JobStatus> from;

  BulkAction(String audited, Set<JobStatus> from) {
    this.audited = audited;
    this.from = from;
  }

  /** Returns its name in the audit log. */
  public String audited() {
    return audited;
  }

  /** Returns the states in which a job may be for it. */
  public Set<JobStatus> from() {
    return from;
  }
}
