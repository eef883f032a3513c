package dev.trainyard.strategy;

/**
 * Provides the strategy of a jar in {@code plugins/}, which names the provider in {@code
 * META-INF/services/dev.trainyard.strategy.StrategyProvider}.
 *
 * <p>The jar describes the parameters of a strategy {@code MY_NAME} in {@code
 * strategies/my-name.yaml}, in the form of the files in {@code config/strategies}. A file there
 * overrides it.
 */
public interface StrategyProvider {

  /** Returns the upper-case name of the strategy, such as {@code MY_NAME}. */
  String name();

  /**
   * Makes the strategy. It is called at the start, and whenever a strategy file changes. Any
   * exception or error refuses the start or the edit, and is reported with the name of the jar.
   *
   * @param definition the content of its file; its space must be the strategy's
   * @throws ParameterMismatchException when the file lacks a parameter that the strategy reads, or
   *     has one that it does not read; reported with the line of the file
   */
  Strategy create(StrategyDefinition definition);
}
