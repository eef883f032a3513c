package dev.trainyard.job.batch;

import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Jobs that one transaction committed.
 *
 * @param id the batch; null when there was nothing to do
 * @param count number of its jobs
 * @param jobs those of them that are new
 * @param isReplayed whether an earlier request with the same idempotency key made it
 */
public record SubmittedBatch(
    @Nullable UUID id, int count, List<SubmittedJob> jobs, boolean isReplayed) {

  /** The batch that an earlier request has made. */
  public static SubmittedBatch replayed(UUID id, int count) {
    return new SubmittedBatch(id, count, List.of(), true);
  }

  /** Runs a statement that returns each stored job with the id of its batch. */
  public static SubmittedBatch of(JdbcClient.StatementSpec statement) {
    List<UUID> ids = new ArrayList<>();
    List<SubmittedJob> jobs =
        statement
            .query(
                (row, number) -> {
                  ids.add(row.getObject("batch_id", UUID.class));
                  return JobStore.SUBMITTED.mapRow(row, number);
                })
            .list();
    return new SubmittedBatch(ids.isEmpty() ? null : ids.get(0), jobs.size(), jobs, false);
  }
}
