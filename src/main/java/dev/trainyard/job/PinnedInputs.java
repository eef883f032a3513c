package dev.trainyard.job;

import java.time.Instant;

/**
 * What a job's result depends on beyond its request. Stored by its first data preparation; a later
 * claim with other inputs cannot go on from the stored trials.
 *
 * @param from open time of the first candle
 * @param to open time of the last candle
 * @param fingerprint hash of the candles
 * @param engineVersion version of the engine's results
 */
public record PinnedInputs(Instant from, Instant to, String fingerprint, String engineVersion) {}
