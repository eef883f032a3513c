package dev.trainyard.strategy.catalog;

import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.strategy.file.LocatedDefinition;
import dev.trainyard.text.FileProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What makes a strategy of a definition: the service's own code, and that of jars. */
final class StrategyMakers {
  private final Map<String, Function<StrategyDefinition, Strategy>> makers;
  private final List<Plugin> plugins = new ArrayList<>();

  StrategyMakers(Map<String, Function<StrategyDefinition, Strategy>> builtIn) {
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
