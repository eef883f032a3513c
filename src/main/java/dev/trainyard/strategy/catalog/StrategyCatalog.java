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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The strategies of the service by name. Those defined by files can be replaced while it runs. */
public final class StrategyCatalog {
  private static final Map<String, Function<StrategyDefinition, Strategy>> BUILT_IN =
      Map.of(
          LiquiditySweep.NAME, LiquiditySweep::new,
          CapitulationReversal.NAME, CapitulationReversal::new,
          FailedBreakdown.NAME, FailedBreakdown::new,
          SupplyShock.NAME, SupplyShock::new);

  /** Text before the names in the message of {@link #unknown(String)}. */
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
   * Returns the built-in strategies, each with its file in a directory.
   *
   * @throws StrategyFileException when a file has a mistake, is missing, or belongs to no strategy
   */
  public static StrategyCatalog builtIn(Path directory) {
    return load(directory, Optional.empty());
  }

  /**
   * Loads the built-in strategies, each with its file in a directory, and those of jars, each with
   * its file there or in its jar.
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
   * Returns the strategies as they would be with other files; jars stay as they are.
   *
   * @param directory name of the directory in messages
   * @param texts text of each file, by its name for messages
   * @throws StrategyFileException when a file has a mistake, is missing, or belongs to no strategy
   */
  public StrategyCatalog with(String directory, SortedMap<String, FileText> texts) {
    return of(directory, StrategyFiles.of(texts), makers, new ArrayList<>());
  }

  /**
   * Replaces the strategies by those of another catalog; work that has begun continues with the
   * former ones.
   */
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

  /** Reports a mistake in the file with its line, and with the jar that found it. */
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

  /** Returns all strategies by name. */
  public List<Strategy> all() {
    return List.copyOf(strategies.values());
  }

  /** Returns all names in order. */
  public List<String> names() {
    return List.copyOf(strategies.keySet());
  }

  /** Returns the strategy with a name; empty when there is none. */
  public Optional<Strategy> find(String name) {
    return Optional.ofNullable(strategies.get(name));
  }

  /**
   * Returns the SHA-256 of the jar that contains the code of a strategy; empty for the service's
   * own.
   */
  public Optional<String> codeHash(String name) {
    return makers.codeHash(name);
  }

  /** Returns the message for a user who named an unknown strategy. */
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

  /** Makes strategies from definitions: the service's own code, and that of jars. */
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

    Optional<String> codeHash(String name) {
      return plugins.stream()
          .filter(plugin -> plugin.name().equals(name))
          .map(Plugin::codeHash)
          .findFirst();
    }

    /** Returns the names of the strategies that can be made. */
    Set<String> names() {
      return makers.keySet();
    }

    /** Returns the definitions in jars, by name. */
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
     * @throws ParameterMismatchException when the definition lacks the parameters of its strategy
     * @throws PluginException when the code of its jar fails
     */
    Strategy make(StrategyDefinition definition) {
      return Objects.requireNonNull(makers.get(definition.name()), "nothing makes this strategy")
          .apply(definition);
    }
  }
}
