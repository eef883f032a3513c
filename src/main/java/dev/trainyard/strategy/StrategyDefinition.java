package dev.trainyard.strategy;

/**
 * What the file of a strategy in {@code config/strategies} says.
 *
 * @param name upper-case name of the strategy
 * @param description what it looks for, for a user
 * @param minTrades fewest trades of a feasible trial, when the request does not say
 * @param space parameters with bounds and defaults
 */
public record StrategyDefinition(
    String name, String description, int minTrades, ParameterSpace space) {}
