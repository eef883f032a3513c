package dev.trainyard.strategy;

import java.util.Set;

/**
 * A strategy whose name, description, parameters and minimum of trades come from its definition.
 * The constructor of a subclass looks up the positions of its parameters and ends with {@link
 * #refuseOthers}; the subclass then only implements the rule.
 */
public abstract class DefinedStrategy implements Strategy {
  private final StrategyDefinition definition;
  private final Set<Side> directions;
  private final DefinedParameters parameters;
  private final int maxHolding;

  /**
   * Creates a strategy.
   *
   * @param definition the content of its file
   * @param maxHolding name of the parameter with the maximum number of bars that a position is held
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
   * Returns the position of a parameter with numbers as values.
   *
   * @throws ParameterMismatchException when the definition has no such parameter
   */
  protected final int real(String parameter) {
    return parameters.real(parameter);
  }

  /**
   * Returns the position of a parameter with whole numbers as values.
   *
   * @throws ParameterMismatchException when the definition has no such parameter
   */
  protected final int whole(String parameter) {
    return parameters.whole(parameter);
  }

  /**
   * Refuses parameters that were not looked up, since searching over them would be a waste.
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
