package dev.trainyard.route;

import dev.trainyard.startup.Role;
import dev.trainyard.startup.StartupRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.core.env.Environment;

/**
 * The directory with {@code routes/} and {@code config/}, which users edit.
 *
 * @param directory absolute path
 */
public record Home(Path directory) {

  /** The setting that names it; the working directory without it. */
  public static final String PROPERTY = "trainyard.home";

  /**
   * The home that the settings name.
   *
   * @throws StartupRefusedException when {@code routes/} or {@code config/} is not in it
   */
  public static Home of(Environment environment) {
    Path directory = Path.of(environment.getProperty(PROPERTY, ".")).toAbsolutePath().normalize();
    for (String needed : List.of("routes", "config")) {
      if (!Files.isDirectory(directory.resolve(needed))) {
        throw new StartupRefusedException(
            "There is no directory %s in %s. Start in the directory that has it, or name that with --%s=."
                .formatted(needed, directory, PROPERTY));
      }
    }
    return new Home(directory);
  }

  /** The spaces of the strategies. */
  public Path strategies() {
    return directory.resolve("config").resolve("strategies");
  }

  /** Camel's pattern of the route files that a process of a role runs. */
  public String routeFiles(Role role) {
    List<String> concerns =
        switch (role) {
          case ALL -> List.of("api", "worker", "maintenance");
          case API -> List.of("api", "maintenance");
          case WORKER -> List.of("worker", "maintenance");
        };
    return String.join(
        ",",
        concerns.stream()
            .map(concern -> "file:%s/routes/%s/*.camel.yaml".formatted(directory, concern))
            .toList());
  }
}
