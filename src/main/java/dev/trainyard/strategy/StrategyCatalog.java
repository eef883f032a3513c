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
    return load(directory, Optional.empty());
  }

  /**
   * The built-in strategies, each with its file in a directory, and those of jars, each with its
   * file there or in its jar.
   *
   * @param plugins directory of the jars; it need not exist
   * @throws StrategyFileException when a file has a mistake, is missing, or belongs to no strategy,
   *     or when a jar cannot be used
   */
  public static StrategyCatalog load(Path directory, Path plugins) {
    return load(directory, Optional.of(plugins));
  }

  private static StrategyCatalog load(Path directory, Optional<Path> pluginDirectory) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Function<StrategyDefinition, Strategy>> makers = new TreeMap<>(BUILT_IN);
    Map<String, LocatedDefinition> definitions = new TreeMap<>();
    for (LocatedDefinition located : StrategyFiles.load(directory).located()) {
      definitions.put(located.definition().name(), located);
    }
    pluginDirectory.ifPresent(jars -> addPlugins(jars, makers, definitions, problems));
    List<Strategy> strategies = new ArrayList<>();
    definitions.forEach(
        (name, located) -> {
          if (!makers.containsKey(name)) {
            problems.add(located.nameProblem(unknown(name, makers.keySet())));
            return;
          }
          try {
            strategies.add(makers.get(name).apply(located.definition()));
          } catch (ParameterMismatchException e) {
            problems.add(located.parameterProblem(e));
          }
        });
    for (String name : makers.keySet()) {
      if (!definitions.containsKey(name)) {
        problems.add(new Problem(directory.toString(), 0, "no file defines " + name));
      }
    }
    if (!problems.isEmpty()) {
      throw new StrategyFileException(problems);
    }
    return new StrategyCatalog(strategies);
  }

  private static void addPlugins(
      Path jars,
      Map<String, Function<StrategyDefinition, Strategy>> makers,
      Map<String, LocatedDefinition> definitions,
      List<Problem> problems) {
    for (PluginJars.Plugin plugin : PluginJars.load(jars, problems)) {
      String name = plugin.provider().name();
      if (makers.putIfAbsent(name, plugin.provider()::create) != null) {
        problems.add(new Problem(plugin.jar().toString(), 0, "there is another strategy " + name));
      } else if (!definitions.containsKey(name)) {
        plugin.definition(problems).ifPresent(located -> definitions.put(name, located));
      }
    }
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
