package dev.trainyard.cli;

import dev.trainyard.files.Home;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@code check [directory]}: checks the edited files as a running service would, without a service.
 */
public final class CheckCommand {
  /** The name of the command. */
  public static final String NAME = "check";

  private static final int VALID = 0;
  private static final int INVALID = 1;
  private static final int NOT_CHECKED = 2;

  private final Class<?> application;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param application the application whose beans the routes use
   * @param out receives a line for each problem, or a line that says that there is none
   * @param err receives the reason why nothing can be checked
   */
  public CheckCommand(Class<?> application, PrintStream out, PrintStream err) {
    this.application = application;
    this.out = out;
    this.err = err;
  }

  /**
   * Checks a directory with {@code routes/} and {@code config/}.
   *
   * @param arguments the directory, by default the working directory, and settings
   * @return 0 when the files may run, 1 when not, 2 when they cannot be checked
   */
  public int run(List<String> arguments) {
    // Boot would log to standard output until the settings are read
    LoggingSystem.get(getClass().getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
    try {
      String[] settings = settings(arguments);
      ConfigurableEnvironment environment = CommandSettings.environment(settings);
      Home.of(environment);
      ProcessRole.of(environment);
      return check(settings);
    } catch (IOException | StartupRefusedException e) {
      err.println("Nothing was checked: " + e.getMessage());
      return NOT_CHECKED;
    }
  }

  private static String[] settings(List<String> arguments) {
    List<String> settings = new ArrayList<>(List.of("--logging.level.root=off"));
    List<String> directories = new ArrayList<>();
    arguments.forEach(
        argument -> (argument.startsWith("--") ? settings : directories).add(argument));
    if (directories.size() > 1) {
      throw new StartupRefusedException(
          "one directory can be checked at a time, not %d: %s"
              .formatted(directories.size(), String.join(" ", directories)));
    }
    for (String directory : directories) {
      settings.add("--%s=%s".formatted(Home.PROPERTY, home(Path.of(directory))));
    }
    return settings.toArray(String[]::new);
  }

  private static Path home(Path named) {
    Path directory = named.toAbsolutePath().normalize();
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new StartupRefusedException(
          "%s is a file. Name a directory with routes/ and config/.".formatted(directory));
    }
    if (!Files.exists(directory)) {
      throw new StartupRefusedException(
          "there is no directory %s. Name one with routes/ and config/.".formatted(directory));
    }
    for (String needed : Home.NEEDED) {
      if (!Files.isDirectory(directory.resolve(needed))) {
        throw new StartupRefusedException(
            "there is no directory %s in %s. Name one with routes/ and config/."
                .formatted(needed, directory));
      }
    }
    return directory;
  }

  private int check(String... settings) throws IOException {
    ServiceBeans beans;
    try {
      beans = ServiceBeans.of(application, settings);
    } catch (StartupRefusedException reported) {
      return NOT_CHECKED;
    }
    FileCheck check;
    try (beans) {
      check = FileCheck.of(beans);
    }
    List<FileProblem> problems = check.problems();
    problems.forEach(out::println);
    check.unread().forEach(out::println);
    if (!problems.isEmpty()) {
      out.printf("%d problem%s%n", problems.size(), problems.size() == 1 ? "" : "s");
      return INVALID;
    }
    out.printf("%d routes in %d files are valid%n", check.routes(), check.files());
    return VALID;
  }
}
