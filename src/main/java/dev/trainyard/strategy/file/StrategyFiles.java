package dev.trainyard.strategy.file;

import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.text.EditedText;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The definitions of all strategies in a directory, one {@code .yaml} file each. */
public final class StrategyFiles {
  /** The ending of strategy file names. */
  public static final String ENDING = ".yaml";

  private final Map<String, LocatedDefinition> definitions;

  private StrategyFiles(Map<String, LocatedDefinition> definitions) {
    this.definitions = definitions;
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
          List.of(FileProblem.ofFile(directory.toString(), "no such directory")));
    }
    SortedMap<String, FileText> texts = new TreeMap<>();
    yamlFiles(directory).forEach(path -> texts.put(path.toString(), text(path)));
    return of(texts);
  }

  /**
   * Reads files in the order of their names.
   *
   * @param texts text of each file, by its name for messages
   * @throws StrategyFileException with every mistake in every file
   */
  public static StrategyFiles of(SortedMap<String, FileText> texts) {
    List<FileProblem> problems = new ArrayList<>();
    Map<String, LocatedDefinition> definitions = new LinkedHashMap<>();
    texts.forEach(
        (file, text) ->
            new StrategyFile(file, problems)
                .read(text)
                .ifPresent(
                    located -> {
                      String name = located.definition().name();
                      LocatedDefinition other = definitions.putIfAbsent(name, located);
                      if (other != null) {
                        problems.add(
                            located.nameProblem(
                                "%s is already defined in %s".formatted(name, other.file())));
                      }
                    }));
    if (!problems.isEmpty()) {
      throw new StrategyFileException(problems);
    }
    return new StrategyFiles(definitions);
  }

  /** Returns all definitions, in the order of the files. */
  public List<StrategyDefinition> definitions() {
    return definitions.values().stream().map(LocatedDefinition::definition).toList();
  }

  /** Returns the definitions with their lines, in the order of the files. */
  public List<LocatedDefinition> located() {
    return List.copyOf(definitions.values());
  }

  private static List<Path> yamlFiles(Path directory) {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(path -> EditedText.isNamed(path, ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileText text(Path path) {
    try {
      return EditedText.read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
