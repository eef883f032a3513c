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

  /** The setting that names the home; the default is the working directory. */
  public static final String PROPERTY = "trainyard.home";

  /** The directories that a home must contain. */
  public static final List<String> NEEDED = List.of("routes", "config");

  /** The ending of the names of route files. */
  public static final String ROUTE_FILE = ".camel.yaml";

  /** The ending of the names of files that describe exchanges. */
  public static final String EXCHANGE_FILE = ".exchange.yaml";

  /** The ending of the names of files with schedules. */
  public static final String SCHEDULE_FILE = ".yaml";

  /**
   * Returns the home that the settings name.
   *
   * @throws StartupRefusedException when it lacks {@code routes/} or {@code config/}
   */
  public static Home of(Environment environment) {
    Path directory = Path.of(environment.getProperty(PROPERTY, ".")).toAbsolutePath().normalize();
    for (String needed : NEEDED) {
      if (!Files.isDirectory(directory.resolve(needed))) {
        throw new StartupRefusedException(
            "There is no directory %s in %s. Start in the directory that contains it, or name that directory with --%s=."
                .formatted(needed, directory, PROPERTY));
      }
    }
    return new Home(directory);
  }

  /** Returns the directory that contains the directories with route files. */
  public Path routeDirectory() {
    return directory.resolve("routes");
  }

  /** Returns the directories with route files, whatever the role. */
  public List<Path> concerns() {
    return concerns(ProcessRole.ALL).toList();
  }

  /** Returns the directory with the strategy files, which hold the parameter spaces. */
  public Path strategies() {
    return directory.resolve("config").resolve("strategies");
  }

  /** Returns the directory with the files that describe exchanges; it need not exist. */
  public Path exchanges() {
    return routeDirectory().resolve("market-data");
  }

  /** Returns the directory with the files of schedules; it need not exist. */
  public Path schedules() {
    return directory.resolve("config").resolve("schedules");
  }

  /**
   * Returns the directory for users' jars, with strategies or Camel components; it need not exist.
   */
  public Path plugins() {
    return directory.resolve("plugins");
  }

  /** Returns Camel's pattern for the route files that a process of the role runs. */
  public String routeFiles(ProcessRole role) {
    return String.join(
        ",", concerns(role).map(concern -> "file:%s/*%s".formatted(concern, ROUTE_FILE)).toList());
  }

  /**
   * Reads the route files that a process of the role runs.
   *
   * @throws IOException when a directory or file cannot be read
   */
  public RouteFiles routes(ProcessRole role) throws IOException {
    return RouteFiles.read(
        directory,
        concerns(role).map(concern -> new RouteFiles.Place(concern, ROUTE_FILE)).toList());
  }

  /**
   * Returns a file's path relative to the home when it is below it. A relative path stays as it is.
   */
  public String name(String file) {
    return RouteFiles.name(directory, Path.of(file));
  }

  private Stream<Path> concerns(ProcessRole role) {
    Stream<String> names =
        switch (role) {
          case ALL -> Stream.of("api", "worker", "maintenance", "market-data");
          case API -> Stream.of("api", "maintenance", "market-data");
          case WORKER -> Stream.of("worker", "maintenance", "market-data");
        };
    return names.map(routeDirectory()::resolve);
  }
}
