package dev.trainyard.api;

/** The code of a strategy threw something: a fault of the strategy, not of the service. */
final class StrategyFailedException extends RuntimeException {

  StrategyFailedException(String strategy, Throwable cause) {
    super("strategy %s failed: %s".formatted(strategy, cause), cause);
  }
}
