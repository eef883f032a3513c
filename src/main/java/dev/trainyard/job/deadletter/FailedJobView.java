package dev.trainyard.job.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trainyard.job.Stage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param id its id
 * @param jobId the job that failed
 * @param strategy its strategy
 * @param symbol its market
 * @param exchange its exchange
 * @param timeframe its timeframe
 * @param stage stage in which it failed; null before the first stage
 * @param kind {@code transient}, {@code permanent}, {@code timeout} or {@code lost}
 * @param errorClass name of the error
 * @param message what went wrong
 * @param attempts attempts that were made
 * @param workerId worker of the last attempt; null when there was none
 * @param failedAt time of the failure
 * @param expiresAt earliest time at which it is deleted
 * @param replayedAs the job that replays it, which after a retry is the failed job itself; null
 *     when none does
 * @param request the job's request, JSON; absent in a list
 * @param stack stack trace for the operator; absent in a list
 */
public record FailedJobView(
    UUID id,
    UUID jobId,
    String strategy,
    String symbol,
    String exchange,
    String timeframe,
    @Nullable Stage stage,
    String kind,
    String errorClass,
    String message,
    int attempts,
    @Nullable String workerId,
    Instant failedAt,
    Instant expiresAt,
    @Nullable UUID replayedAs,
    @JsonRawValue @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String request,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String stack) {}
