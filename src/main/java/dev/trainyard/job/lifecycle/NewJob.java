package dev.trainyard.job.lifecycle;

import dev.trainyard.job.request.TrainingRequest;
import java.util.UUID;

/**
 * A checked request on its way to become a job.
 *
 * @param request the request with its defaults
 * @param requestJson the same as JSON, as it is stored and shown
 * @param spaceJson the parameter space that the search will use
 * @param apiKeyId who asks; null without authentication
 * @param idempotencyKey the client's key for this request; null for none
 * @param bodyHash SHA-256 of the request with its defaults, in hex; null without a key
 */
public record NewJob(
    TrainingRequest request,
    String requestJson,
    String spaceJson,
    UUID apiKeyId,
    String idempotencyKey,
    String bodyHash) {}
