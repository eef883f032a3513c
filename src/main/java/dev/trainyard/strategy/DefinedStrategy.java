package dev.trainyard.strategy;

import java.util.Set;

/**
 * What strategies share: name, description, parameters and fewest trades are those of the
 * definition. A child looks up the positions of its parameters in its constructor, ends that with
 * {@link #refuseOthers}, and has the rule itself left to write.
 */
public abstract class DefinedStrategy implements Strategy {
  private final StrategyDefinition definition;
  private final Set<Side> directions;
  private final DefinedParameters parameters;
  private final int maxHolding;

  /**
   * Begins a strategy.
   *
   * @param definition what its file says
   * @param maxHolding name of the parameter with the most bars that a position is held
   * @param directions the sides that it can signal
   * @throws ParameterMismatchException when that parameter is missing or not a whole number
   */
  protected DefinedStrategy(
      StrategyDefinition definition, String maxHolding, Set<Side> directions) {
    this.definition = definition;
    this.directions = Set.copyOf(directions);
    this.parameters = new DefinedParameters(definition.space());
    this.maxHolding = parameters.whole(maxHolding);
  }

  /**
   * Position of a parameter with numbers for values.
   *
   * @throws ParameterMismatchException when the definition has none of that kind
   */
  protected final int real(String parameter) {
    return parameters.real(parameter);
  }

  /**
   * Position of a parameter with whole numbers for values.
   *
   * @throws ParameterMismatchException when the definition has none of that kind
   */
  protected final int whole(String parameter) {
    return parameters.whole(parameter);
  }

  /**
   * Refuses parameters that were not looked up: a search over them would be a waste.
   *
   * @throws ParameterMismatchException when the definition has any
   */
  protected final void refuseOthers() {
    parameters.refuseOthers();
  }

  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public String description() {
    return definition.description();
  }

  @Override
  public Set<Side> directions() {
    return directions;
  }

  @Override
  public ParameterSpace space() {
    return definition.space();
  }

  @Override
  public int defaultMinTrades() {
    return definition.minTrades();
  }

  @Override
  public int maxHolding(Parameters values) {
    return values.integer(maxHolding);
  }
}
