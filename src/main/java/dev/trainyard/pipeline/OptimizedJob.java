package dev.trainyard.pipeline;

import dev.trainyard.optimize.study.Study;

/**
 * A job after its search.
 *
 * @param prepared the job with its candles
 * @param search the finished study, which has a winner
 */
public record OptimizedJob(PreparedJob prepared, Study search) {}
