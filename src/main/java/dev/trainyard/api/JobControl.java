package dev.trainyard.api;

import dev.trainyard.job.JobQueries;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.JobStore;
import dev.trainyard.job.QueueLimit;
import dev.trainyard.job.SubmittedJob;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/**
 * What clients do to a job, each in one statement that refuses what another has changed before it.
 */
@Component("jobControl")
public class JobControl {
  private final JobStore store;
  private final JobQueries jobs;
  private final QueueLimit limit;

  JobControl(JobStore store, JobQueries jobs, QueueLimit limit) {
    this.store = store;
    this.jobs = jobs;
    this.limit = limit;
  }

  /** Cancels a job that waits or runs; when this returns, it can never complete. */
  public Cancellation cancel(@Header("job_id") String jobId) {
    UUID id = RequestParameters.id("job_id", jobId);
    while (true) {
      Optional<JobStatus> before = store.cancel(id);
      if (before.isPresent()) {
        return new Cancellation(id, JobStatus.CANCELLED, before.get());
      }
      JobStatus status = status(id);
      if (status.isFinal()) {
        throw new WrongStateException(
            status,
            "job %s is %s already; only a job that waits or runs can be cancelled"
                .formatted(id, status));
      }
      // it was started again between the two statements
    }
  }

  /**
   * Starts a job again that failed or was cancelled; when this returns, that is durable.
   *
   * @throws dev.trainyard.job.QueueFullException when too many jobs wait
   */
  public SubmittedJob retry(@Header("job_id") String jobId) {
    UUID id = RequestParameters.id("job_id", jobId);
    while (true) {
      requireEnded(id);
      limit.require(1);
      Optional<SubmittedJob> job = store.retryEnded(id);
      if (job.isPresent()) {
        return job.get();
      }
      // it was changed between the two statements
    }
  }

  private void requireEnded(UUID id) {
    JobStatus status = status(id);
    Optional<UUID> replay = jobs.replayOf(id);
    if (replay.isPresent()) {
      throw WrongStateException.replayed(id, status, replay.get());
    }
    if (status != JobStatus.FAILED && status != JobStatus.CANCELLED) {
      throw new WrongStateException(
          status,
          "job %s is %s; only one that is FAILED or CANCELLED can be retried"
              .formatted(id, status));
    }
  }

  /** The answer for a job that waits again. */
  public JobState waiting(@Body SubmittedJob job) {
    return new JobState(job.id(), JobStatus.PENDING);
  }

  private JobStatus status(UUID id) {
    return jobs.status(id).orElseThrow(() -> new NotFoundException("there is no job " + id));
  }
}
