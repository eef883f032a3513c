package dev.trainyard.route.reload;

import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What differs between two sets of routes.
 *
 * @param gone ids of the routes that only the first has, or that are others in the second
 * @param come ids of the routes that only the second has, or that were others in the first
 */
record Changes(Set<String> gone, Set<String> come) {

  static Changes between(RouteModel from, RouteModel to) {
    return new Changes(missing(from, to), missing(to, from));
  }

  private static Set<String> missing(RouteModel model, RouteModel other) {
    Set<String> ids = new TreeSet<>();
    model
        .units()
        .forEach(
            (id, unit) -> {
              RouteUnit same = other.units().get(id);
              if (same == null || !same.content().equals(unit.content())) {
                ids.add(id);
              }
            });
    return ids;
  }

  Changes reversed() {
    return new Changes(come, gone);
  }

  boolean isEmpty() {
    return gone.isEmpty() && come.isEmpty();
  }

  /**
   * The routes of a set through which messages come to those that go: these themselves, and all
   * that send to them, straight or through others.
   */
  Set<String> upstream(RouteModel model) {
    Set<String> found = new HashSet<>(gone);
    Deque<String> open = new ArrayDeque<>(gone);
    while (!open.isEmpty()) {
      RouteUnit called = model.units().get(open.remove());
      for (Map.Entry<String, RouteUnit> caller : model.units().entrySet()) {
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
