package dev.trainyard.callback.delivery;

import java.time.Instant;
import java.util.UUID;

/**
 * A callback that this process sends now.
 *
 * @param id its id, which receivers know as {@code webhook-id}
 * @param leaseToken names this attempt: what another process has taken over is not written
 * @param jobId the job that has ended
 * @param client whose secrets sign it
 * @param event {@code completed}, {@code failed} or {@code cancelled}
 * @param url where it goes
 * @param receiver host and port of the URL
 * @param body the message, JSON
 * @param attempt number of this attempt, from 1
 * @param attemptedAt time of this attempt by the clock of the database
 */
public record DueCallback(
    UUID id,
    UUID leaseToken,
    UUID jobId,
    UUID client,
    String event,
    String url,
    String receiver,
    String body,
    int attempt,
    Instant attemptedAt) {}
