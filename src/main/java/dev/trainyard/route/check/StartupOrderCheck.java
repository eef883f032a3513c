package dev.trainyard.route.check;

import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.LocatedName;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Checks that no two routes have the same {@code startupOrder}. */
final class StartupOrderCheck {
  /** Camel numbers routes without an order from here on. */
  private static final int COUNTED_BY_CAMEL = 1000;

  private final Settings settings;
  private final Collection<FileProblem> problems;

  /**
   * @param problems receives the errors
   */
  StartupOrderCheck(Settings settings, Collection<FileProblem> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  void check(RouteModel model) {
    Map<Integer, LocatedName> seen = new HashMap<>();
    for (FileEntry item : model.items(FileEntry.Kind.ROUTE)) {
      Node route = YamlTree.value(model.entry(item), item.kind().key());
      if (YamlTree.value(route, "startupOrder") instanceof ScalarNode order
          && settings.resolve(order.getValue()).matches("\\d{1,9}")) {
        check(
            Integer.parseInt(settings.resolve(order.getValue())),
            new LocatedName(order.getValue(), item.file(), order),
            seen);
      }
    }
  }

  private void check(int order, LocatedName link, Map<Integer, LocatedName> seen) {
    LocatedName other = seen.putIfAbsent(order, link);
    if (other != null) {
      problems.add(
          link.problem(
              "the startupOrder %d is already in %s:%d; choose another number"
                  .formatted(order, other.file(), other.problem("").line())));
    } else if (order >= COUNTED_BY_CAMEL) {
      problems.add(
          link.problem(
              "the startupOrder %d may collide with a route without one, since Camel numbers these from %d; write a lower number"
                  .formatted(order, COUNTED_BY_CAMEL)));
    }
  }
}
