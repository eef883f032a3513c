package dev.trainyard.configuration;

/**
 * Which trained configurations a list shows; null means any.
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
    String strategy,
    String symbol,
    String exchange,
    String timeframe,
    String lifecycle,
    String verdict,
    Boolean active) {}
