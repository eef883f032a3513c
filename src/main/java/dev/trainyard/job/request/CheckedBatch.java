package dev.trainyard.job.request;

import java.util.List;

/**
 * The request of a batch in which nothing is wrong.
 *
 * @param json the request as it was given
 * @param requests its training requests, one or more
 */
public record CheckedBatch(String json, List<CheckedRequest> requests) {}
