package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.batch.BatchStore;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadySet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Cancels batches. */
@Component
public class BatchOperations {
  private final BatchStore batches;
  private final JobStore jobs;
  private final ReadySet readySet;
  private final JobEvents events;
  private final AuditLog audit;

  BatchOperations(
      BatchStore batches, JobStore jobs, ReadySet readySet, JobEvents events, AuditLog audit) {
    this.batches = batches;
    this.jobs = jobs;
    this.readySet = readySet;
    this.events = events;
    this.audit = audit;
  }

  /**
   * Cancels what is left of a batch. On return none of it can complete any more, and the workers of
   * those jobs that ran have been told to stop.
   *
   * @throws NotFoundException when there is no such batch
   */
  public BatchCancellation cancel(Caller caller, UUID id) {
    if (batches.find(id).isEmpty()) {
      throw NotFoundException.batch(id);
    }
    audit.change(
        caller,
        "batch.cancel",
        id,
        () -> batches.beginCancel(id) ? Optional.of(id) : Optional.empty());
    Map<UUID, JobStatus> cancelled = new LinkedHashMap<>();
    Map<UUID, JobStatus> some;
    do {
      some = jobs.cancelSome(id);
      if (some.isEmpty()) {
        some = cancelEach(batches.left(id));
      }
      cancelled.putAll(some);
    } while (!some.isEmpty());
    readySet.remove(List.copyOf(cancelled.keySet()));
    List<UUID> stopped =
        cancelled.entrySet().stream()
            .filter(job -> job.getValue() == JobStatus.RUNNING)
            .map(Map.Entry::getKey)
            .toList();
    if (!stopped.isEmpty()) {
      events.control(ControlMessage.cancel(stopped));
    }
    return new BatchCancellation(id, cancelled.size());
  }

  /** Waits for each job that others hold at this moment. */
  private Map<UUID, JobStatus> cancelEach(List<UUID> left) {
    Map<UUID, JobStatus> cancelled = new LinkedHashMap<>();
    left.forEach(job -> jobs.cancel(job).ifPresent(before -> cancelled.put(job, before)));
    return cancelled;
  }
}
