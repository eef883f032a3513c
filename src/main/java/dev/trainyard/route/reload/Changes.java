package dev.trainyard.route.reload;

import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The difference between two sets of routes.
 *
 * @param removed ids of the routes that only the first set contains, or that differ in the second
 * @param added ids of the routes that only the second set contains, or that differ in the first
 */
record Changes(Set<String> removed, Set<String> added) {

  static Changes between(RouteModel from, RouteModel to) {
    return new Changes(missing(from, to), missing(to, from));
  }

  private static Set<String> missing(RouteModel model, RouteModel other) {
    Set<String> ids = new TreeSet<>();
    model
        .units()
        .forEach(
            (id, unit) -> {
              RouteText same = other.units().get(id);
              if (same == null || !same.content().equals(unit.content())) {
                ids.add(id);
              }
            });
    return ids;
  }

  Changes reversed() {
    return new Changes(added, removed);
  }

  boolean isEmpty() {
    return removed.isEmpty() && added.isEmpty();
  }

  /**
   * Returns the ids of the routes through which messages reach the removed ones: these themselves,
   * and every route that sends to them, directly or through others.
   */
  Set<String> upstream(RouteModel model) {
    Set<String> found = new HashSet<>(removed);
    Deque<String> open = new ArrayDeque<>(removed);
    while (!open.isEmpty()) {
      RouteText called =
          Objects.requireNonNull(model.units().get(open.remove()), "a route of another set");
      for (Map.Entry<String, RouteText> caller : model.units().entrySet()) {
        boolean calls =
            caller.getValue().dynamic() || caller.getValue().targets().contains(called.from());
        if (calls && found.add(caller.getKey())) {
          open.add(caller.getKey());
        }
      }
    }
    return found;
  }
}
