package dev.trainyard.job.lifecycle;

import dev.trainyard.access.Caller;
import dev.trainyard.job.request.TrainingRequest;

/**
 * A checked request on its way to become a job.
 *
 * @param request the request with its defaults
 * @param requestJson the same as JSON, as it is stored and shown
 * @param spaceJson the parameter space that the search will use
 * @param caller who asks
 * @param idempotencyKey the client's key for this request; null for none
 * @param bodyHash SHA-256 of the request with its defaults, in hex; null without a key
 */
public record NewJob(
    TrainingRequest request,
    String requestJson,
    String spaceJson,
    Caller caller,
    String idempotencyKey,
    String bodyHash) {}
