package dev.trainyard.cli;

import dev.trainyard.files.Home;
import dev.trainyard.files.StrategyCheck;
import dev.trainyard.files.UnreadFiles;
import dev.trainyard.route.check.RouteCheck;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The edited files as a running service would judge them.
 *
 * @param problems what would be refused
 * @param unread files that would not be loaded
 * @param routes number of routes
 * @param files number of their files
 */
record FileCheck(List<FileProblem> problems, List<FileProblem> unread, int routes, int files) {

  /**
   * Checks the files of the home that the settings name, without a service.
   *
   * @param application the application whose beans the routes use
   * @throws StartupRefusedException when the settings are wrong
   * @throws IOException when a file cannot be read
   */
  static FileCheck of(Class<?> application, String... settings) throws IOException {
    try (ServiceBeans beans = ServiceBeans.of(application, settings)) {
      ConfigurableEnvironment environment = beans.getEnvironment();
      Home home = Home.of(environment);
      RouteCheck.Result result =
          new RouteCheck(beans.getBeanFactory(), environment)
              .check(home.routes(ProcessRole.of(environment)));
      List<FileProblem> problems = new ArrayList<>(result.problems());
      problems.addAll(StrategyCheck.problems(home));
      return new FileCheck(
          problems,
          new UnreadFiles(home).find(),
          result.model().units().size(),
          result.model().files().texts().size());
    }
  }
}
