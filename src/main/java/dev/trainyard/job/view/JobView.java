package dev.trainyard.job.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Stage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it.
 *
 * @param jobId its id
 * @param status its state
 * @param stage current or last stage; null before the first claim
 * @param percentage overall percentage, 100 only when COMPLETED
 * @param attempt number of the current or last attempt, from 1
 * @param maxAttempts attempts before a transient failure is final
 * @param priority label of its priority
 * @param batchId its batch; null for none
 * @param request the request with its defaults, JSON
 * @param workerId worker of the current or last attempt; null before the first claim
 * @param createdAt time of submission
 * @param createdBy name of who submitted it; null without authentication
 * @param runAt earliest time at which it starts
 * @param startedAt time of the first claim; null before the first claim
 * @param finishedAt time at which it ended; null before its end
 * @param updatedAt time of its last change
 * @param error its last error, JSON; null for none
 * @param bestScore score of its best trial; null before the first
 * @param configId its trained configuration; null while there is none
 * @param verdict verdict of its trained configuration; null without one
 * @param replayOf the failed job that it replays; null for none
 * @param traceId trace of its submission and attempts; null for none
 * @param attempts its claims, oldest first
 * @param waiting whether it is due and not claimed
 */
public record JobView(
    UUID jobId,
    JobStatus status,
    @Nullable Stage stage,
    double percentage,
    int attempt,
    int maxAttempts,
    String priority,
    @Nullable UUID batchId,
    @JsonRawValue String request,
    @Nullable String workerId,
    Instant createdAt,
    @Nullable String createdBy,
    Instant runAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    Instant updatedAt,
    @JsonRawValue @Nullable String error,
    @Nullable Double bestScore,
    @Nullable UUID configId,
    @Nullable String verdict,
    @Nullable UUID replayOf,
    @Nullable String traceId,
    List<Attempt> attempts,
    @JsonIgnore boolean waiting) {

  /**
   * One claim of a job.
   *
   * @param number number of the attempt; a release does not use one up
   * @param workerId worker that claimed it
   * @param startedAt time of the claim
   * @param finishedAt time of its end; null while it runs
   * @param outcome how it ended; null while it runs
   * @param error why it failed, JSON; null when it did not
   */
  public record Attempt(
      int number,
      String workerId,
      Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String outcome,
      @JsonRawValue @Nullable String error) {}
}
