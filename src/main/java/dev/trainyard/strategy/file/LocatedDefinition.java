package dev.trainyard.strategy.file;

import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.text.FileProblem;
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
public record LocatedDefinition(
    StrategyDefinition definition, String file, int nameLine, Map<String, Integer> parameterLines) {

  /** A mistake in the name. */
  public FileProblem nameProblem(String message) {
    return FileProblem.ofLine(file, nameLine, "name: " + message);
  }

  /** A mistake in a parameter, at the first one when it is missing. */
  public FileProblem parameterProblem(ParameterMismatchException mistake) {
    int first = parameterLines.values().stream().min(Integer::compare).orElse(nameLine);
    int line = parameterLines.getOrDefault(mistake.parameter(), first);
    return FileProblem.ofLine(file, line, "parameters." + mistake.getMessage());
  }
}
