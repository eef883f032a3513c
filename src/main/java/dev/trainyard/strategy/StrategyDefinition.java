package dev.trainyard.strategy;

/**
 * The content of a strategy's file in {@code config/strategies}.
 *
 * @param name upper-case name of the strategy
 * @param description what it looks for, for a user
 * @param minTrades minimum number of trades of a feasible trial, when the request does not say
 * @param space parameters with bounds and defaults
 */
public record StrategyDefinition(
    String name, String description, int minTrades, ParameterSpace space) {}
