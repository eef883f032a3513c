package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.queue.QueueLimit;
import dev.trainyard.job.view.JobQueries;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadySet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Cancels and retries jobs, each in one statement that refuses what changed before it. */
@Component
public class JobOperations {
  private final JobStore store;
  private final JobQueries jobs;
  private final QueueLimit limit;
  private final ReadySet readySet;
  private final JobEvents events;
  private final AuditLog audit;

  JobOperations(
      JobStore store,
      JobQueries jobs,
      QueueLimit limit,
      ReadySet readySet,
      JobEvents events,
      AuditLog audit) {
    this.store = store;
    this.jobs = jobs;
    this.limit = limit;
    this.readySet = readySet;
    this.events = events;
    this.audit = audit;
  }

  /**
   * Cancels a job that waits or runs. On return the job can never complete, and its worker has been
   * told to stop.
   *
   * @throws NotFoundException when there is no such job
   * @throws WrongStateException when it has ended already
   */
  public Cancellation cancel(Caller caller, UUID id) {
    while (true) {
      Optional<JobStatus> before = audit.change(caller, "job.cancel", id, () -> store.cancel(id));
      if (before.isPresent()) {
        readySet.remove(List.of(id));
        events.control(ControlMessage.cancel(id));
        return new Cancellation(id, before.get());
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
   * Starts a failed or cancelled job again. On return that is durable.
   *
   * @throws NotFoundException when there is no such job
   * @throws WrongStateException when it has not ended, is complete or was replayed
   * @throws dev.trainyard.job.queue.QueueFullException when too many jobs wait
   */
  public SubmittedJob retry(Caller caller, UUID id) {
    while (true) {
      requireEnded(id);
      limit.require(1);
      Optional<SubmittedJob> job =
          audit.change(caller, "job.retry", id, () -> store.retryEnded(id));
      if (job.isPresent()) {
        readySet.add(List.of(job.get()));
        events.changed(id);
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

  private JobStatus status(UUID id) {
    return jobs.status(id).orElseThrow(() -> new NotFoundException("there is no job " + id));
  }
}
