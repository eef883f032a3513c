package dev.trainyard.route.check;

import dev.trainyard.route.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds YAML files beside those that are read, of which somebody may think that they are: nothing
 * else would tell of a wrong ending or of a directory too deep.
 */
public final class UnreadFiles {
  private static final int DEEPEST = 8;

  private final Home home;

  /** For a directory with {@code routes/} and {@code config/}. */
  public UnreadFiles(Home home) {
    this.home = home;
  }

  /**
   * Each such file with the reason, by name.
   *
   * @throws IOException when a directory cannot be read
   */
  public List<RouteProblem> find() throws IOException {
    return Stream.concat(
            below(home.routeDirectory(), home.concerns(), Home.ROUTE_FILE),
            below(home.strategies(), List.of(home.strategies()), Home.STRATEGY_FILE))
        .toList();
  }

  private Stream<RouteProblem> below(Path top, List<Path> read, String ending) throws IOException {
    if (!Files.isDirectory(top)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.walk(top, DEEPEST)) {
      return all
          .filter(UnreadFiles::looksLikeYaml)
          .filter(file -> !read.contains(file.getParent()) || !file.toString().endsWith(ending))
          .sorted()
          .map(file -> unread(file, read, ending))
          .toList()
          .stream();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Hidden ones are the editors' own. */
  private static boolean looksLikeYaml(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !name.startsWith(".")
        && Files.isRegularFile(file);
  }

  private RouteProblem unread(Path file, List<Path> read, String ending) {
    List<String> places = read.stream().map(place -> home.name(place.toString())).toList();
    return new RouteProblem(
        home.name(file.toString()),
        0,
        0,
        "is not read: files that are end in %s and are directly in %s"
            .formatted(ending, String.join(", ", places)));
  }
}
