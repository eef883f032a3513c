package dev.trainyard.strategy;

import dev.trainyard.strategy.StrategyFileException.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The strategies of the service by name. */
public final class StrategyCatalog {
  private static final Map<String, Function<StrategyDefinition, Strategy>> BUILT_IN =
      Map.of(
          LiquiditySweep.NAME, LiquiditySweep::new,
          CapitulationReversal.NAME, CapitulationReversal::new,
          FailedBreakdown.NAME, FailedBreakdown::new,
          SupplyShock.NAME, SupplyShock::new);

  private final Map<String, Strategy> strategies = new TreeMap<>();

  /**
   * @throws IllegalArgumentException when two strategies have the same name
   */
  public StrategyCatalog(List<Strategy> strategies) {
    for (Strategy strategy : strategies) {
      if (this.strategies.put(strategy.name(), strategy) != null) {
        throw new IllegalArgumentException(strategy.name() + ": two strategies of that name");
      }
    }
  }

  /**
   * The built-in strategies, each with its file in a directory.
   *
   * @throws StrategyFileException when a file has a mistake, is missing, or belongs to no strategy
   */
  public static StrategyCatalog builtIn(Path directory) {
    List<Problem> problems = new ArrayList<>();
    List<Strategy> strategies = new ArrayList<>();
    Set<String> missing = new TreeSet<>(BUILT_IN.keySet());
    for (LocatedDefinition located : StrategyFiles.load(directory).located()) {
      String name = located.definition().name();
      missing.remove(name);
      if (!BUILT_IN.containsKey(name)) {
        problems.add(located.nameProblem(unknown(name, BUILT_IN.keySet())));
        continue;
      }
      try {
        strategies.add(BUILT_IN.get(name).apply(located.definition()));
      } catch (ParameterMismatchException e) {
        problems.add(located.parameterProblem(e));
      }
    }
    for (String name : missing) {
      problems.add(new Problem(directory.toString(), 0, "no file defines " + name));
    }
    if (!problems.isEmpty()) {
      throw new StrategyFileException(problems);
    }
    return new StrategyCatalog(strategies);
  }

  /** All strategies, by name. */
  public List<Strategy> all() {
    return List.copyOf(strategies.values());
  }

  /** All names in order. */
  public List<String> names() {
    return List.copyOf(strategies.keySet());
  }

  /** The strategy of a name, empty when there is none. */
  public Optional<Strategy> find(String name) {
    return Optional.ofNullable(strategies.get(name));
  }

  /** What to tell a user who named a strategy that does not exist. */
  public String unknown(String name) {
    return unknown(name, strategies.keySet());
  }

  private static String unknown(String name, Set<String> known) {
    return "no strategy %s%s; allowed: %s"
        .formatted(
            name, NearestNames.suggestion(name, known), String.join(", ", new TreeSet<>(known)));
  }
}
