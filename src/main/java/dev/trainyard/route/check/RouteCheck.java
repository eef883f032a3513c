package dev.trainyard.route.check;

import dev.trainyard.files.RouteFiles;
import dev.trainyard.route.check.vocabulary.BeanStubs;
import dev.trainyard.route.check.vocabulary.OptionNames;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.ParsedFiles;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.text.FileProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** Reports everything that is wrong with a set of route files. */
@Component
public final class RouteCheck {
  private static final Comparator<FileProblem> BY_PLACE =
      Comparator.comparing(FileProblem::file)
          .thenComparingInt(FileProblem::line)
          .thenComparingInt(FileProblem::column);

  private final BeanStubs standIns;
  private final Settings settings;
  private final OptionNames durations = new OptionNames();
  private final ParsedFiles parsed = new ParsedFiles();
  private final NeededRoutes needed;

  /**
   * @param beans the beans of the service
   * @param environment the settings that placeholders name
   */
  public RouteCheck(ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment) {
    this.standIns = new BeanStubs(beans);
    this.settings = new Settings(environment);
    this.needed = NeededRoutes.of(environment);
  }

  /** Returns the routes that the service needs. */
  public NeededRoutes needed() {
    return needed;
  }

  /**
   * The result of a check.
   *
   * @param model the content of the files; not to be run when there is a problem
   * @param problems in the order of files and lines
   */
  public record Result(RouteModel model, List<FileProblem> problems) {
    /** Returns whether the files may run. */
    public boolean isValid() {
      return problems.isEmpty();
    }
  }

  /** Checks the files as a whole, for a service that is not running yet. */
  public Result check(RouteFiles files) {
    return check(files, Remedy.DELIVERY);
  }

  /**
   * Checks the files as a whole.
   *
   * @param remedy the advice when a needed part is missing
   */
  public Result check(RouteFiles files, Remedy remedy) {
    Set<FileProblem> problems = new LinkedHashSet<>();
    RouteModel model = RouteModel.of(files, parsed, problems);
    new NameCheck(model.entries(), problems).run();
    new CamelCheck(standIns, settings, durations, parsed, model, problems).run();
    needed.check(model, remedy, problems);
    List<FileProblem> sorted = new ArrayList<>(problems);
    sorted.sort(BY_PLACE);
    return new Result(model, List.copyOf(sorted));
  }
}
