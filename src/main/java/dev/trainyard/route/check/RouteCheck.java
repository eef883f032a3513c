package dev.trainyard.route.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says everything that is wrong with a set of route files. */
public final class RouteCheck {
  private static final Comparator<RouteProblem> BY_PLACE =
      Comparator.comparing(RouteProblem::file)
          .thenComparingInt(RouteProblem::line)
          .thenComparingInt(RouteProblem::column);

  private final StandIns standIns;
  private final Settings settings;

  /**
   * @param standIns the beans of the service
   * @param settings what placeholders name
   */
  public RouteCheck(StandIns standIns, Settings settings) {
    this.standIns = standIns;
    this.settings = settings;
  }

  /**
   * What was found.
   *
   * @param model what the files say; not to be run when there is a problem
   * @param problems in the order of files and lines
   */
  public record Result(RouteModel model, List<RouteProblem> problems) {
    /** Whether the files may run. */
    public boolean isValid() {
      return problems.isEmpty();
    }
  }

  /** Checks the files as a whole. */
  public Result check(RouteFiles files) {
    Set<RouteProblem> problems = new LinkedHashSet<>();
    RouteModel model = RouteModel.of(files, problems);
    new CamelCheck(standIns, settings, model, problems).run();
    List<RouteProblem> sorted = new ArrayList<>(problems);
    sorted.sort(BY_PLACE);
    return new Result(model, List.copyOf(sorted));
  }
}
