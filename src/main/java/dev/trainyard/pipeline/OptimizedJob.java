package dev.trainyard.pipeline;

import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyRunner;

/**
 * A job after its search.
 *
 * @param prepared the job with its candles
 * @param search the finished study, which has a winner
 * @param runner has run it, and runs what follows on the same threads
 */
public record OptimizedJob(PreparedJob prepared, Study search, StudyRunner runner) {}
