package dev.trainyard.api.problem;

/** The code of a strategy threw something: a fault of the strategy, not of the service. */
public final class StrategyFailedException extends RuntimeException {

  public StrategyFailedException(String strategy, Throwable cause) {
    super("strategy %s failed: %s".formatted(strategy, cause), cause);
  }
}
