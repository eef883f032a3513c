package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.batch.SubmittedBatch;
import dev.trainyard.job.deadletter.FailedJobFilter;
import dev.trainyard.job.deadletter.FailedJobQueries;
import dev.trainyard.job.deadletter.FailedJobStore;
import dev.trainyard.job.deadletter.FailedJobView;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.queue.QueueLimit;
import dev.trainyard.job.view.JobQueries;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadySet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Replays and discards dead letters. */
@Component
public class DeadLetterOperations {
  private final FailedJobStore store;
  private final FailedJobQueries failedJobs;
  private final JobQueries jobs;
  private final QueueLimit limit;
  private final ReadySet readySet;
  private final JobEvents events;
  private final AuditLog audit;

  DeadLetterOperations(
      FailedJobStore store,
      FailedJobQueries failedJobs,
      JobQueries jobs,
      QueueLimit limit,
      ReadySet readySet,
      JobEvents events,
      AuditLog audit) {
    this.store = store;
    this.failedJobs = failedJobs;
    this.jobs = jobs;
    this.limit = limit;
    this.readySet = readySet;
    this.events = events;
    this.audit = audit;
  }

  /**
   * Replays a dead letter as a new job. On return the new job is durable.
   *
   * @throws NotFoundException when the dead letter or its job is gone
   * @throws WrongStateException when it was replayed, or its job goes on itself
   * @throws dev.trainyard.job.queue.QueueFullException when too many jobs wait
   */
  public Replay replay(Caller caller, UUID id) {
    while (true) {
      FailedJobView failed =
          failedJobs.find(id).orElseThrow(() -> NotFoundException.deadLetter(id));
      requireReplayable(failed);
      limit.require(1, caller);
      Optional<SubmittedJob> job =
          audit.change(caller, "dead-letter.replay", id, () -> store.replay(id, caller));
      if (job.isPresent()) {
        readySet.add(List.of(job.get()));
        events.changed(job.get().id());
        return new Replay(job.get().id(), failed.jobId());
      }
      // it was changed between the two statements
    }
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
   * Replays the dead letters of a filter as one batch. On return its jobs are durable.
   *
   * @param given the filter as the client wrote it, JSON; kept with the batch
   * @throws dev.trainyard.job.queue.QueueFullException when too many jobs wait for all of them
   */
  public SubmittedBatch replayAll(Caller caller, FailedJobFilter letters, String given) {
    int count = store.countReplayable(letters);
    if (count > 0) {
      limit.require(count, caller);
    }
    SubmittedBatch batch =
        audit
            .change(
                caller,
                "dead-letter.replay-all",
                stored -> String.valueOf(stored.id()),
                () -> Optional.of(store.replayAll(letters, given, caller)))
            .orElseThrow();
    readySet.add(batch.jobs());
    events.submitted();
    return batch;
  }

  /**
   * Throws a dead letter away. Its job stays FAILED.
   *
   * @throws NotFoundException when there is no such dead letter
   */
  public void discard(Caller caller, UUID id) {
    if (audit
        .change(
            caller,
            "dead-letter.discard",
            id,
            () -> store.discard(id) ? Optional.of(id) : Optional.empty())
        .isEmpty()) {
      throw NotFoundException.deadLetter(id);
    }
  }
}
