package dev.trainyard.strategy.file;

import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.text.FileProblem;
import java.util.Map;

/**
 * A definition that knows its lines, so that an error that only the strategy itself can find is
 * still reported at its place.
 *
 * @param definition the content of the file
 * @param file name of the file for messages
 * @param nameLine line of the strategy's name
 * @param parameterLines line of each parameter
 */
public record LocatedDefinition(
    StrategyDefinition definition, String file, int nameLine, Map<String, Integer> parameterLines) {

  /** Returns a problem at the name. */
  public FileProblem nameProblem(String message) {
    return FileProblem.ofLine(file, nameLine, "name: " + message);
  }

  /** Returns a problem at a parameter, or at the first one when it is missing. */
  public FileProblem parameterProblem(ParameterMismatchException mistake) {
    int first = parameterLines.values().stream().min(Integer::compare).orElse(nameLine);
    int line = parameterLines.getOrDefault(mistake.parameter(), first);
    return FileProblem.ofLine(file, line, "parameters." + mistake.getMessage());
  }
}
