package dev.trainyard.job.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.UserText;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import java.util.Optional;

/** Reads the field {@code strategy} of a request. */
public final class StrategyField {
  private final StrategyCatalog strategies;

  /** Creates a reader for the strategies of a catalog. */
  public StrategyField(StrategyCatalog strategies) {
    this.strategies = strategies;
  }

  /**
   * Returns the strategy that a request names; adds an error and returns empty when there is none.
   */
  public Optional<Strategy> resolve(ObjectNode request, FieldErrors errors) {
    String name = request.path("strategy").textValue();
    if (name == null || errors.has("strategy")) {
      return Optional.empty();
    }
    Optional<Strategy> strategy = strategies.find(name);
    if (strategy.isEmpty()) {
      errors.add("strategy", strategies.unknown(UserText.shown(name)));
    }
    return strategy;
  }
}
