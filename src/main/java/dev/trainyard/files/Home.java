package dev.trainyard.files;

import dev.trainyard.startup.ProcessRole;
import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/**
 * The directory with {@code routes/} and {@code config/}, which users edit.
 *
 * @param directory absolute path
 */
public record Home(Path directory) {

  /** The setting that names it; the working directory without it. */
  public static final String PROPERTY = "trainyard.home";

  /** The directories that it must have. */
  public static final List<String> NEEDED = List.of("routes", "config");

  /** How the name of a route file ends. */
  public static final String ROUTE_FILE = ".camel.yaml";

  /**
   * The home that the settings name.
   *
   * @throws StartupRefusedException when {@code routes/} or {@code config/} is not in it
   */
  public static Home of(Environment environment) {
    Path directory = Path.of(environment.getProperty(PROPERTY, ".")).toAbsolutePath().normalize();
    for (String needed : NEEDED) {
      if (!Files.isDirectory(directory.resolve(needed))) {
        throw new StartupRefusedException(
            "There is no directory %s in %s. Start in the directory that has it, or name that with --%s=."
                .formatted(needed, directory, PROPERTY));
      }
    }
    return new Home(directory);
  }

  /** Where the directories with route files are. */
  public Path routeDirectory() {
    return directory.resolve("routes");
  }

  /** The directories with route files, whatever the role. */
  public List<Path> concerns() {
    return concerns(ProcessRole.ALL).toList();
  }

  /** The spaces of the strategies. */
  public Path strategies() {
    return directory.resolve("config").resolve("strategies");
  }

  /** The jars of users, with strategies or components of Camel; it need not exist. */
  public Path plugins() {
    return directory.resolve("plugins");
  }

  /** Camel's pattern of the route files that a process of a role runs. */
  public String routeFiles(ProcessRole role) {
    return String.join(
        ",", concerns(role).map(concern -> "file:%s/*%s".formatted(concern, ROUTE_FILE)).toList());
  }

  /**
   * The texts of the route files that a process of a role runs.
   *
   * @throws IOException when a directory or file cannot be read
   */
  public RouteFiles routes(ProcessRole role) throws IOException {
    return RouteFiles.read(
        directory,
        concerns(role).map(concern -> new RouteFiles.Place(concern, ROUTE_FILE)).toList());
  }

  /** A file's path relative to the home, when it is below it; a relative one is so already. */
  public String name(String file) {
    return RouteFiles.name(directory, Path.of(file));
  }

  private Stream<Path> concerns(ProcessRole role) {
    Stream<String> names =
        switch (role) {
          case ALL -> Stream.of("api", "worker", "maintenance");
          case API -> Stream.of("api", "maintenance");
          case WORKER -> Stream.of("worker", "maintenance");
        };
    return names.map(routeDirectory()::resolve);
  }
}
