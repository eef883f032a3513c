package dev.trainyard.job;

import java.time.Instant;

/**
 * The inputs that a job's result depends on beyond its request. The first data preparation stores
 * them; a later claim with other inputs cannot continue from the stored trials.
 *
 * @param from open time of the first candle
 * @param to open time of the last candle
 * @param fingerprint hash of the candles
 * @param engineVersion version of the engine's results
 */
public record PinnedInputs(Instant from, Instant to, String fingerprint, String engineVersion) {}
