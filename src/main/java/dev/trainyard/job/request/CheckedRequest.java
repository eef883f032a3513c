package dev.trainyard.job.request;

import dev.trainyard.strategy.ParameterSpace;

/**
 * A training request in which nothing is wrong.
 *
 * @param request the request with its defaults
 * @param space the strategy's parameters within the bounds of the request
 */
public record CheckedRequest(TrainingRequest request, ParameterSpace space) {}
