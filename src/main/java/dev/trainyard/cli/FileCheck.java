package dev.trainyard.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.callback.CallbackSettings;
import dev.trainyard.callback.address.AddressGuard;
import dev.trainyard.callback.address.CallbackUrls;
import dev.trainyard.callback.address.OwnPorts;
import dev.trainyard.exchange.ExchangeFileReader;
import dev.trainyard.files.Home;
import dev.trainyard.files.RouteFiles;
import dev.trainyard.files.StrategyCheck;
import dev.trainyard.files.UnreadFiles;
import dev.trainyard.route.check.RouteCheck;
import dev.trainyard.schedule.ScheduleReader;
import dev.trainyard.schedule.ScheduleSettings;
import dev.trainyard.schedule.file.ScheduleFileReader;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.springframework.boot.context.properties.bind.Binder;
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
   * @param beans what the routes use
   * @throws StartupRefusedException when a setting of the check is wrong
   * @throws IOException when a file cannot be read
   */
  static FileCheck of(ServiceBeans beans) throws IOException {
    ConfigurableEnvironment environment = beans.getEnvironment();
    Home home = Home.of(environment);
    RouteCheck.Result result =
        new RouteCheck(beans.getBeanFactory(), environment)
            .check(home.routes(ProcessRole.of(environment)));
    List<FileProblem> problems = new ArrayList<>(result.problems());
    checkSchedules(home, environment, StrategyCheck.load(home, problems), problems);
    new ExchangeFileReader()
        .read(
            RouteFiles.read(
                    home.directory(),
                    List.of(new RouteFiles.Place(home.exchanges(), Home.EXCHANGE_FILE)))
                .texts(),
            problems);
    return new FileCheck(
        problems,
        new UnreadFiles(home).find(),
        result.model().units().size(),
        result.model().files().texts().size());
  }

  private static void checkSchedules(
      Home home,
      ConfigurableEnvironment environment,
      Optional<StrategyCatalog> strategies,
      List<FileProblem> problems)
      throws IOException {
    Binder settings = Binder.get(environment);
    ScheduleReader schedules =
        new ScheduleReader(
            settings.bindOrCreate("trainyard.schedules", ScheduleSettings.class),
            Clock.systemUTC());
    CallbackSettings callbacks =
        settings.bindOrCreate("trainyard.callbacks", CallbackSettings.class);
    ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
    SortedMap<String, FileText> texts =
        RouteFiles.read(
                home.directory(),
                List.of(new RouteFiles.Place(home.schedules(), Home.SCHEDULE_FILE)))
            .texts();
    CallbackUrls urls =
        new CallbackUrls(callbacks, new AddressGuard(callbacks), new OwnPorts(Set.of()));
    new ScheduleFileReader(schedules, json, urls).read(texts, texts.keySet(), strategies, problems);
  }
}
