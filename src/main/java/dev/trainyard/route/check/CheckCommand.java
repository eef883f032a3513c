package dev.trainyard.route.check;

import dev.trainyard.route.Home;
import dev.trainyard.startup.Role;
import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@code check [directory]}: says what is wrong with the files that users edit, as a running
 * service would, without one.
 */
public final class CheckCommand {
  /** The first argument that asks for it. */
  public static final String NAME = "check";

  private static final int VALID = 0;
  private static final int INVALID = 1;
  private static final int NOT_CHECKED = 2;

  private final Class<?> application;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param application the application whose beans the routes use
   * @param out receives a line for each problem, or the one that there is none
   * @param err receives why nothing can be checked
   */
  public CheckCommand(Class<?> application, PrintStream out, PrintStream err) {
    this.application = application;
    this.out = out;
    this.err = err;
  }

  /**
   * Checks a directory with {@code routes/} and {@code config/}.
   *
   * @param arguments the directory, the working directory without it; and settings
   * @return 0 when the files may run, 1 when not, 2 when they cannot be checked
   */
  public int run(List<String> arguments) {
    List<String> settings = new ArrayList<>(List.of("--logging.level.root=off"));
    arguments.forEach(
        argument ->
            settings.add(
                argument.startsWith("--")
                    ? argument
                    : "--%s=%s".formatted(Home.PROPERTY, Path.of(argument).toAbsolutePath())));
    try (ServiceBeans beans = ServiceBeans.of(application, settings.toArray(String[]::new))) {
      return check(beans, beans.getEnvironment());
    } catch (IOException | StartupRefusedException e) {
      err.println("Nothing was checked: " + e.getMessage());
      return NOT_CHECKED;
    }
  }

  private int check(ServiceBeans beans, ConfigurableEnvironment environment) throws IOException {
    Home home = Home.of(environment);
    RouteCheck check =
        new RouteCheck(new StandIns(beans.getBeanFactory()), new Settings(environment));
    RouteCheck.Result result = check.check(home.routes(Role.of(environment)));
    List<RouteProblem> problems = new ArrayList<>(result.problems());
    problems.addAll(StrategyCheck.problems(home));
    problems.forEach(out::println);
    if (!problems.isEmpty()) {
      out.printf("%d problem%s%n", problems.size(), problems.size() == 1 ? "" : "s");
      return INVALID;
    }
    out.printf(
        "%d routes in %d files are valid%n",
        result.model().units().size(), result.model().files().texts().size());
    return VALID;
  }
}
