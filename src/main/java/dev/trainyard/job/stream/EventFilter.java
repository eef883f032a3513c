package dev.trainyard.job.stream;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events of all a client wants. With a condition on jobs, events that are no job's are left
 * out.
 *
 * @param types the types
 * @param jobId a job; null for all
 * @param batchId a batch; null for all
 * @param strategy a strategy; null for all
 */
public record EventFilter(
    Set<EventType> types, @Nullable UUID jobId, @Nullable UUID batchId, @Nullable String strategy) {

  public EventFilter {
    types = Set.copyOf(types);
  }

  /** Returns whether the client wants events of a type. */
  boolean wants(EventType type) {
    return types.contains(type);
  }

  boolean matches(StreamedEvent event) {
    return event.type() != null
        && event.hasFrame()
        && wants(event.type())
        && matches(event.jobId(), event.batchId(), event.strategy());
  }

  boolean matches(ProgressBoard.Entry progress) {
    return wants(EventType.PROGRESS)
        && matches(progress.jobId(), progress.batchId(), progress.strategy());
  }

  private boolean matches(@Nullable UUID job, @Nullable UUID batch, @Nullable String of) {
    return (jobId == null || jobId.equals(job))
        && (batchId == null || batchId.equals(batch))
        && (strategy == null || strategy.equals(of));
  }
}
