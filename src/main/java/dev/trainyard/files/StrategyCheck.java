package dev.trainyard.files;

import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.file.StrategyFileException;
import dev.trainyard.text.FileProblem;
import java.util.List;

/** Checks the strategy files. */
public final class StrategyCheck {
  private StrategyCheck() {}

  /** Returns the problems; none when the strategies can be loaded. */
  public static List<FileProblem> problems(Home home) {
    try {
      StrategyCatalog.load(home.strategies(), home.plugins());
      return List.of();
    } catch (StrategyFileException e) {
      return problems(home, e);
    }
  }

  /** Returns the problems of a failed load, with files relative to the home. */
  public static List<FileProblem> problems(Home home, StrategyFileException e) {
    return e.problems().stream().map(problem -> problem.in(home.name(problem.file()))).toList();
  }
}
