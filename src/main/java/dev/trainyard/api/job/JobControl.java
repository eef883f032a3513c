package dev.trainyard.api.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.trainyard.access.Caller;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.JobStatus;
import dev.trainyard.operate.Cancellation;
import dev.trainyard.operate.JobOperations;
import java.util.UUID;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What HTTP clients do to a job. */
@Component("jobControl")
public class JobControl {
  private final JobOperations operations;

  JobControl(JobOperations operations) {
    this.operations = operations;
  }

  /** Cancels a job that waits or runs; when this returns, it can never complete. */
  public CancelledJob cancel(
      @Header("job_id") String jobId, @Header(Caller.HEADER) @Nullable String caller) {
    Cancellation cancelled =
        operations.cancel(Caller.of(caller), RequestParameters.id("job_id", jobId));
    return new CancelledJob(
        cancelled.jobId(),
        JobStatus.CANCELLED,
        cancelled.before() == JobStatus.RUNNING ? 202 : 200);
  }

  /**
   * Starts a job again that failed or was cancelled; when this returns, that is durable.
   *
   * @throws dev.trainyard.job.queue.QueueFullException when too many jobs wait
   */
  public JobState retry(
      @Header("job_id") String jobId, @Header(Caller.HEADER) @Nullable String caller) {
    return new JobState(
        operations.retry(Caller.of(caller), RequestParameters.id("job_id", jobId)).id(),
        JobStatus.PENDING);
  }

  /**
   * The answer for a job that has been cancelled.
   *
   * @param jobId the job
   * @param status its state
   * @param httpStatus status of the answer: a worker may still be stopping a job that ran
   */
  public record CancelledJob(UUID jobId, JobStatus status, @JsonIgnore int httpStatus) {}
}
