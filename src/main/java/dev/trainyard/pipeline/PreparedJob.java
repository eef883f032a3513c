package dev.trainyard.pipeline;

import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.market.DataQuality;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.validation.split.Split;
import java.util.Optional;

/**
 * A job with its candles.
 *
 * @param job the claimed job
 * @param space parameter space of the search
 * @param evaluator values parameters over the search part of the candles
 * @param split division of the candles; empty without validation, when the search uses all candles
 * @param start parameters that the search tries first
 * @param quality faults of the candles, and dropped candles
 * @param inputs what the job is pinned to
 */
public record PreparedJob(
    ClaimedJob job,
    ParameterSpace space,
    RangeEvaluator evaluator,
    Optional<Split> split,
    Optional<Parameters> start,
    DataQuality quality,
    PinnedInputs inputs) {}
