package dev.trainyard.strategy.catalog;

import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.strategy.builtin.CapitulationReversal;
import dev.trainyard.strategy.builtin.FailedBreakdown;
import dev.trainyard.strategy.builtin.LiquiditySweep;
import dev.trainyard.strategy.builtin.SupplyShock;
import dev.trainyard.strategy.file.LocatedDefinition;
import dev.trainyard.strategy.file.StrategyFileException;
import dev.trainyard.strategy.file.StrategyFiles;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import dev.trainyard.text.NearestNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The strategies of the service by name. Those of files can be replaced while it runs. */
public final class StrategyCatalog {
  private static final Map<String, Function<StrategyDefinition, Strategy>> BUILT_IN =
      Map.of(
          LiquiditySweep.NAME, LiquiditySweep::new,
          CapitulationReversal.NAME, CapitulationReversal::new,
          FailedBreakdown.NAME, FailedBreakdown::new,
          SupplyShock.NAME, SupplyShock::new);

  /** Stands before the names in what {@link #unknown(String)} tells. */
  public static final String ALLOWED = "; allowed: ";

  private final Makers makers;
  private volatile Map<String, Strategy> strategies;

  /**
   * @throws IllegalArgumentException when two strategies have the same name
   */
  public StrategyCatalog(List<Strategy> strategies) {
    this(new Makers(BUILT_IN), strategies);
  }

  private StrategyCatalog(Makers makers, List<Strategy> strategies) {
    this.makers = makers;
    Map<String, Strategy> byName = new TreeMap<>();
    for (Strategy strategy : strategies) {
      if (byName.put(strategy.name(), strategy) != null) {
        throw new IllegalArgumentException(strategy.name() + ": two strategies of that name");
      }
    }
    this.strategies = byName;
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
    List<FileProblem> problems = new ArrayList<>();
    Makers makers = new Makers(BUILT_IN);
    StrategyFiles files = StrategyFiles.load(directory);
    pluginDirectory.ifPresent(jars -> makers.addPlugins(jars, problems));
    return of(directory.toString(), files, makers, problems);
  }

  /**
   * The strategies as they would be with other files; jars stay as they are.
   *
   * @param directory what the place of the files is called in messages
   * @param texts text of each file, by its name for messages
   * @throws StrategyFileException when a file has a mistake, is missing, or belongs to no strategy
   */
  public StrategyCatalog with(String directory, SortedMap<String, FileText> texts) {
    return of(directory, StrategyFiles.of(texts), makers, new ArrayList<>());
  }

  /** Has the strategies of another catalog from now on; work that has begun goes on as it was. */
  public void replaceWith(StrategyCatalog other) {
    strategies = other.strategies;
  }

  private static StrategyCatalog of(
      String directory, StrategyFiles files, Makers makers, List<FileProblem> problems) {
    Map<String, LocatedDefinition> definitions = new TreeMap<>(makers.definitions(problems));
    for (LocatedDefinition located : files.located()) {
      definitions.put(located.definition().name(), located);
    }
    List<Strategy> strategies = new ArrayList<>();
    definitions.forEach(
        (name, located) -> {
          if (!makers.names().contains(name)) {
            problems.add(located.nameProblem(unknown(name, makers.names())));
            return;
          }
          try {
            strategies.add(makers.make(located.definition()));
          } catch (ParameterMismatchException e) {
            problems.add(located.parameterProblem(e));
          } catch (PluginException e) {
            problems.add(problem(located, e));
          }
        });
    for (String name : makers.names()) {
      if (!definitions.containsKey(name)) {
        problems.add(FileProblem.ofFile(directory, "no file defines " + name));
      }
    }
    if (!problems.isEmpty()) {
      throw new StrategyFileException(problems);
    }
    return new StrategyCatalog(makers, strategies);
  }

  /** A mistake in the file is told with its line, and the jar that finds it to be one. */
  private static FileProblem problem(LocatedDefinition located, PluginException failure) {
    if (failure.getCause() instanceof ParameterMismatchException mismatch) {
      FileProblem inFile = located.parameterProblem(mismatch);
      return FileProblem.ofLine(
          inFile.file(),
          inFile.line(),
          "%s (says %s)".formatted(inFile.message(), failure.problem().file()));
    }
    return failure.problem();
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
    return "no strategy %s%s%s%s"
        .formatted(
            name,
            NearestNames.suggestion(name, known),
            ALLOWED,
            String.join(", ", new TreeSet<>(known)));
  }

  /** What makes a strategy of a definition: the service's own code, and that of jars. */
  private static final class Makers {
    private final Map<String, Function<StrategyDefinition, Strategy>> makers;
    private final List<Plugin> plugins = new ArrayList<>();

    Makers(Map<String, Function<StrategyDefinition, Strategy>> builtIn) {
      makers = new TreeMap<>(builtIn);
    }

    /** Adds the strategies of the jars in a directory. */
    void addPlugins(Path jars, List<FileProblem> problems) {
      for (Plugin plugin : PluginJars.load(jars, problems)) {
        String name = plugin.name();
        if (makers.putIfAbsent(name, plugin::create) != null) {
          problems.add(
              FileProblem.ofFile(plugin.jar().toString(), "there is another strategy " + name));
        } else {
          plugins.add(plugin);
        }
      }
    }

    /** The names of what can be made. */
    Set<String> names() {
      return makers.keySet();
    }

    /** The definitions that jars bring, by name. */
    Map<String, LocatedDefinition> definitions(List<FileProblem> problems) {
      Map<String, LocatedDefinition> definitions = new TreeMap<>();
      for (Plugin plugin : plugins) {
        try {
          plugin
              .definition(problems)
              .ifPresent(located -> definitions.put(located.definition().name(), located));
        } catch (PluginException e) {
          problems.add(e.problem());
        }
      }
      return definitions;
    }

    /**
     * Makes a strategy.
     *
     * @throws ParameterMismatchException when the definition has not the parameters of its strategy
     * @throws PluginException when it is that of a jar, whose code failed
     */
    Strategy make(StrategyDefinition definition) {
      return makers.get(definition.name()).apply(definition);
    }
  }
}
