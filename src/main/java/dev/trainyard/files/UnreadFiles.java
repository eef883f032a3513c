package dev.trainyard.files;

import dev.trainyard.strategy.file.StrategyFiles;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Finds YAML files that look like routes, strategies or schedules but are not loaded. Nothing else
 * would report a wrong ending or a nested directory.
 */
@Component
public final class UnreadFiles {
  private static final int DEEPEST = 8;

  private final Home home;

  /** Creates a finder for the files of a home. */
  public UnreadFiles(Home home) {
    this.home = home;
  }

  /**
   * Returns each such file with the reason, by name. Files that vanish meanwhile or cannot be read
   * are left out.
   *
   * @throws IOException when the file system fails
   */
  public List<FileProblem> find() throws IOException {
    return Stream.of(
            below(home.routeDirectory(), home.concerns(), Home.ROUTE_FILE)
                .filter(problem -> !isExchange(problem.file())),
            below(home.strategies(), List.of(home.strategies()), StrategyFiles.ENDING),
            below(home.schedules(), List.of(home.schedules()), Home.SCHEDULE_FILE))
        .flatMap(files -> files)
        .toList();
  }

  private boolean isExchange(String file) {
    return file.endsWith(Home.EXCHANGE_FILE)
        && home.exchanges().equals(home.directory().resolve(file).getParent());
  }

  private Stream<FileProblem> below(Path top, List<Path> read, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        top,
        EnumSet.noneOf(FileVisitOption.class),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            // Such as the copies behind the links of a ConfigMap of Kubernetes
            return !directory.equals(top) && directory.getFileName().toString().startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (looksLikeYaml(file)
                && (!read.contains(file.getParent()) || !file.toString().endsWith(ending))) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().sorted().map(file -> unread(file, read, ending));
  }

  /** Hidden files belong to editors. */
  private static boolean looksLikeYaml(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !name.startsWith(".")
        && Files.isRegularFile(file);
  }

  private FileProblem unread(Path file, List<Path> read, String ending) {
    List<String> places = read.stream().map(place -> home.name(place.toString())).toList();
    return FileProblem.ofFile(
        home.name(file.toString()),
        "ignored: files must end in %s and be directly in %s"
            .formatted(ending, String.join(", ", places)));
  }
}
