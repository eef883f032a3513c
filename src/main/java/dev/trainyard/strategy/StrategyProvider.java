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
   * Makes the strategy.
   *
   * @param definition what its file says; its space is the strategy's
   * @throws ParameterMismatchException when the file does not have the parameters that the strategy
   *     reads
   */
  Strategy create(StrategyDefinition definition);
}
