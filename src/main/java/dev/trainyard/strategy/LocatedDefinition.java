package dev.trainyard.strategy;

import dev.trainyard.strategy.StrategyFileException.Problem;
import java.util.Map;

/**
 * A definition that knows its lines, so that what only the strategy itself can find wrong is still
 * reported where it stands.
 *
 * @param definition what the file says
 * @param file name of the file for messages
 * @param nameLine line of the strategy's name
 * @param parameterLines line of each parameter
 */
record LocatedDefinition(
    StrategyDefinition definition, String file, int nameLine, Map<String, Integer> parameterLines) {

  /** A mistake in the name. */
  Problem nameProblem(String message) {
    return new Problem(file, nameLine, "name: " + message);
  }

  /** A mistake in a parameter, at the first one when it is missing. */
  Problem parameterProblem(ParameterMismatchException mistake) {
    int first = parameterLines.values().stream().min(Integer::compare).orElse(nameLine);
    int line = parameterLines.getOrDefault(mistake.parameter(), first);
    return new Problem(file, line, "parameters." + mistake.getMessage());
  }
}
