package dev.trainyard.files;

import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.file.StrategyFileException;
import dev.trainyard.text.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the strategy files. */
public final class StrategyCheck {
  private StrategyCheck() {}

  /** Returns the problems; none when the strategies can be loaded. */
  public static List<FileProblem> problems(Home home) {
    List<FileProblem> problems = new ArrayList<>();
    load(home, problems);
    return problems;
  }

  /** Loads the strategies; adds the problems and returns empty when they cannot be loaded. */
  public static Optional<StrategyCatalog> load(Home home, List<FileProblem> problems) {
    try {
      return Optional.of(StrategyCatalog.load(home.strategies(), home.plugins()));
    } catch (StrategyFileException e) {
      problems.addAll(problems(home, e));
      return Optional.empty();
    }
  }

  /** Returns the problems of a failed load, with files relative to the home. */
  public static List<FileProblem> problems(Home home, StrategyFileException e) {
    return e.problems().stream().map(problem -> problem.in(home.name(problem.file()))).toList();
  }
}
