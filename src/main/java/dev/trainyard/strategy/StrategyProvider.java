package dev.trainyard.strategy;

/**
 * What a jar in {@code plugins/} brings: one strategy, named in {@code
 * META-INF/services/dev.trainyard.strategy.StrategyProvider}.
 *
 * <p>Its parameters are described in the jar's {@code strategies/my-name.yaml} for a strategy
 * {@code MY_NAME}, in the form of the files in {@code config/strategies}; a file there goes before
 * it.
 */
public interface StrategyProvider {

  /** Upper-case name of the strategy, such as {@code MY_NAME}. */
  String name();

  /**
   * Makes the strategy. Called at the start, and whenever a file of the strategies changes; what it
   * throws, of any type, refuses the start or the edit and is told with the name of the jar.
   *
   * @param definition what its file says; its space is the strategy's
   * @throws ParameterMismatchException when the file does not have the parameters that the strategy
   *     reads, or has one that it does not read; told with the line of the file
   */
  Strategy create(StrategyDefinition definition);
}
