package dev.trainyard.job.lifecycle;

import dev.trainyard.access.Caller;
import dev.trainyard.job.request.TrainingRequest;
import org.jspecify.annotations.Nullable;

/**
 * A checked request that is about to become a job.
 *
 * @param request the request with its defaults
 * @param requestJson the same as JSON, as it is stored and shown
 * @param spaceJson the parameter space that the search will use
 * @param caller the caller of the request
 * @param idempotencyKey the client's key for this request; null for none
 * @param bodyHash SHA-256 of the request with its defaults, in hex; null without a key
 */
public record NewJob(
    TrainingRequest request,
    String requestJson,
    String spaceJson,
    Caller caller,
    @Nullable String idempotencyKey,
    @Nullable String bodyHash) {}
