package dev.trainyard.configuration;

import org.jspecify.annotations.Nullable;

/**
 * Conditions on listed configurations; null means any.
 *
 * @param strategy strategy
 * @param symbol market
 * @param exchange exchange
 * @param timeframe label of a timeframe
 * @param lifecycle lifecycle stage
 * @param verdict verdict
 * @param active whether it is in use
 */
public record ConfigurationFilter(
    @Nullable String strategy,
    @Nullable String symbol,
    @Nullable String exchange,
    @Nullable String timeframe,
    @Nullable String lifecycle,
    @Nullable String verdict,
    @Nullable Boolean active) {}
