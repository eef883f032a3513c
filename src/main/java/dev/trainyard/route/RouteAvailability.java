package dev.trainyard.route;

import dev.trainyard.route.check.NeededRoutes;
import dev.trainyard.route.check.RouteCheck;
import dev.trainyard.route.model.RouteText;
import dev.trainyard.route.reload.RouteReloader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reports whether the routes that the service needs run in this process. */
@Component
public class RouteAvailability {
  private final CamelContext camel;
  private final RouteReloader reloader;
  private final NeededRoutes needed;

  RouteAvailability(CamelContext camel, RouteReloader reloader, RouteCheck check) {
    this.camel = camel;
    this.reloader = reloader;
    this.needed = check.needed();
  }

  /**
   * Returns the needed routes that do not run, by id, each with its state: Stopped, Suspended, or
   * Missing. None is reported while an edit is applied, which stops some for a moment.
   */
  public SortedMap<String, String> down() {
    SortedMap<String, String> down = new TreeMap<>();
    if (reloader.isSwapping()) {
      return down;
    }
    for (RouteText need : needed.all()) {
      String state = state(NeededRoutes.provided(need, reloader.model()));
      if (!state.equals(ServiceStatus.Started.name())) {
        down.put(need.id(), state);
      }
    }
    // A swap may have begun meanwhile
    return reloader.isSwapping() ? new TreeMap<>() : down;
  }

  /** Returns the number of needed routes. */
  public int count() {
    return needed.all().size();
  }

  /** Returns the ids of the routes that the settings leave out on purpose. */
  public SortedSet<String> without() {
    return needed.without();
  }

  private String state(@Nullable String id) {
    ServiceStatus status = id == null ? null : camel.getRouteController().getRouteStatus(id);
    return status == null ? "Missing" : status.name();
  }
}
