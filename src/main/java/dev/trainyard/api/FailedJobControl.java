package dev.trainyard.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.job.FailedJobFilter;
import dev.trainyard.job.FailedJobQueries;
import dev.trainyard.job.FailedJobStore;
import dev.trainyard.job.FailedJobView;
import dev.trainyard.job.JobQueries;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.QueueLimit;
import dev.trainyard.job.SubmittedBatch;
import dev.trainyard.job.SubmittedJob;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** What clients do to dead letters. */
@Component("failedJobControl")
public class FailedJobControl {
  private final FailedJobFilterReader filters;
  private final FailedJobStore store;
  private final FailedJobQueries failedJobs;
  private final JobQueries jobs;
  private final QueueLimit limit;

  FailedJobControl(
      FailedJobFilterReader filters,
      FailedJobStore store,
      FailedJobQueries failedJobs,
      JobQueries jobs,
      QueueLimit limit) {
    this.limit = limit;
    this.filters = filters;
    this.store = store;
    this.failedJobs = failedJobs;
    this.jobs = jobs;
  }

  /**
   * Replays a dead letter; when this returns, the new job is durable.
   *
   * @throws dev.trainyard.job.QueueFullException when too many jobs wait
   */
  public Replay replay(@Header("failed_job_id") String failedJobId) {
    UUID id = RequestParameters.id("failed_job_id", failedJobId);
    while (true) {
      FailedJobView failed = failedJobs.find(id).orElseThrow(() -> unknown(id));
      requireReplayable(failed);
      limit.require(1);
      Optional<SubmittedJob> job = store.replay(id);
      if (job.isPresent()) {
        return new Replay(job.get().id(), failed.jobId(), job.get());
      }
      // it was changed between the two statements
    }
  }

  /**
   * Path of the new job, as the client sees it.
   *
   * @param root path under which the client sees the service; null when that is the root
   */
  public String location(@Body Replay replay, @Header(ForwardedFilter.ROOT) String root) {
    return JobLinks.of(replay.jobId(), root).self();
  }

  private void requireReplayable(FailedJobView failed) {
    UUID id = failed.jobId();
    JobStatus status =
        jobs.status(id)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "job %s, whose inputs a replay takes, is gone; submit its request again"
                            .formatted(id)));
    Optional<UUID> replay =
        failed.replayedAs() == null ? jobs.replayOf(id) : Optional.of(failed.replayedAs());
    if (replay.isPresent()) {
      throw WrongStateException.replayed(id, status, replay.get());
    }
    if (status != JobStatus.FAILED) {
      throw new WrongStateException(
          status, "job %s is %s: it goes on itself and is not replayed".formatted(id, status));
    }
  }

  /**
   * Replays the dead letters of a filter as one batch; when this returns, its jobs are durable.
   *
   * @throws dev.trainyard.job.QueueFullException when too many jobs wait for all of them
   */
  public SubmittedBatch replayAll(@Body byte[] body) {
    ObjectNode filter = filters.parse(body == null ? new byte[0] : body);
    String given = filter.toString();
    FailedJobFilter letters = filters.read(filter);
    int count = store.countReplayable(letters);
    if (count > 0) {
      limit.require(count);
    }
    return store.replayAll(letters, given);
  }

  /** The answer for a batch of replays. */
  public BatchState accepted(SubmittedBatch batch) {
    return BatchState.of(batch);
  }

  /** Throws a dead letter away; its job stays FAILED. */
  public void discard(@Header("failed_job_id") String failedJobId) {
    UUID id = RequestParameters.id("failed_job_id", failedJobId);
    if (!store.discard(id)) {
      throw unknown(id);
    }
  }

  private static NotFoundException unknown(UUID id) {
    return new NotFoundException("there is no failed job " + id);
  }
}
