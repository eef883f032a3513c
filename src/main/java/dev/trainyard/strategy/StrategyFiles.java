package dev.trainyard.strategy;

import dev.trainyard.strategy.StrategyFileException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The definitions of all strategies in a directory, one {@code .yaml} file each. */
public final class StrategyFiles {
  private final Map<String, StrategyDefinition> definitions;
  private final Map<String, Path> files;

  private StrategyFiles(Map<String, StrategyDefinition> definitions, Map<String, Path> files) {
    this.definitions = definitions;
    this.files = files;
  }

  /**
   * Loads the directory's files in the order of their names.
   *
   * @throws StrategyFileException with every mistake in every file, or when there is no such
   *     directory
   */
  public static StrategyFiles load(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new StrategyFileException(
          List.of(new Problem(directory.toString(), 0, "no such directory")));
    }
    List<Problem> problems = new ArrayList<>();
    Map<String, StrategyDefinition> definitions = new LinkedHashMap<>();
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path path : yamlFiles(directory)) {
      new StrategyFile(path.toString(), problems)
          .read(text(path))
          .ifPresent(
              definition -> {
                Path other = files.putIfAbsent(definition.name(), path);
                if (other != null) {
                  problems.add(
                      new Problem(
                          path.toString(),
                          0,
                          "%s is already defined in %s".formatted(definition.name(), other)));
                } else {
                  definitions.put(definition.name(), definition);
                }
              });
    }
    if (!problems.isEmpty()) {
      throw new StrategyFileException(problems);
    }
    return new StrategyFiles(definitions, files);
  }

  /** Definitions by the name of their strategy. */
  public Map<String, StrategyDefinition> definitions() {
    return Map.copyOf(definitions);
  }

  /** The file of a strategy, for messages. */
  String fileOf(String strategy) {
    return files.get(strategy).toString();
  }

  private static List<Path> yamlFiles(Path directory) {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
