package dev.trainyard.schedule;

import dev.trainyard.access.Caller;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored schedule.
 *
 * @param id its id
 * @param definition what its author wrote
 * @param problem why it does not fire; null when nothing is wrong
 * @param nextRun when it is due next; null while it is disabled
 * @param lastRun what became of its last run; null before the first
 * @param started what its last run started
 * @param file the file that defines it; null when it came over HTTP
 * @param createdBy name of who made it; null without authentication
 * @param client the client that it belongs to, see {@link Caller#client}; null for none
 * @param createdAt when it was made
 * @param updatedAt when it was written last
 * @param readAt time of the database when this was read
 */
public record Schedule(
    UUID id,
    ScheduleDefinition definition,
    @Nullable String problem,
    @Nullable Instant nextRun,
    @Nullable ScheduleRun lastRun,
    Started started,
    @Nullable String file,
    @Nullable String createdBy,
    @Nullable UUID client,
    Instant createdAt,
    Instant updatedAt,
    Instant readAt) {

  /**
   * What a run started; all null when nothing was started yet.
   *
   * @param jobId a job
   * @param batchId a batch
   * @param fetchId the first of its fetches
   */
  public record Started(@Nullable UUID jobId, @Nullable UUID batchId, @Nullable UUID fetchId) {
    /** Nothing. */
    static final Started NOTHING = new Started(null, null, null);
  }

  /** Returns in whose name it fires. */
  Caller author() {
    return Caller.scheduled(client, createdBy);
  }
}
