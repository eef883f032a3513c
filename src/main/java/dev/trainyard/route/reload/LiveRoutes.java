package dev.trainyard.route.reload;

import dev.trainyard.files.RootCause;
import dev.trainyard.route.check.fault.RouteFailure;
import dev.trainyard.route.model.CamelDefinitions;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.FileEntry.Kind;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.StatefulService;
import org.apache.camel.component.platform.http.springboot.CamelRequestHandlerMapping;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Replaces routes in Camel while no message is in them. */
@Component
class LiveRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

  private final CamelContext camel;
  private final Model model;
  private final ObjectProvider<CamelRequestHandlerMapping> http;

  LiveRoutes(CamelContext camel, ObjectProvider<CamelRequestHandlerMapping> http) {
    this.camel = camel;
    this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    this.http = http;
  }

  /**
   * Replaces the first set by the second.
   *
   * @throws SwapFailedException when it cannot; the first set is back then
   */
  void replace(RouteModel from, RouteModel to, Changes changes) throws SwapFailedException {
    LiveBeans beans = new LiveBeans(camel, from, to);
    try {
      exchange(from, to, changes, beans::replace);
    } catch (Exception | LinkageError e) {
      putBack(from, to, changes, beans, e);
      throw new SwapFailedException(RootCause.of(e), e, RouteFailure.problem(to, e).orElse(null));
    }
  }

  private void putBack(
      RouteModel from, RouteModel to, Changes changes, LiveBeans beans, Throwable failure) {
    try {
      exchange(to, from, changes.reversed(), beans::putBack);
    } catch (Exception | LinkageError e) {
      failure.addSuppressed(e);
      LOG.error("the former routes cannot be restored; start the service again", e);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private void exchange(RouteModel from, RouteModel to, Changes changes, Step beans)
      throws Exception {
    for (String id : changes.removed()) {
      remove(id);
    }
    // After a failure half-way some of the new routes exist too
    for (String id : changes.added()) {
      remove(id);
    }
    forgetHttpPaths();
    configurations(from, to);
    beans.run();
    CamelDefinitions definitions = new CamelDefinitions(camel, to.files());
    for (FileEntry item : to.itemsBeyond(from, Kind.REST_CONFIGURATION)) {
      definitions.apply(item);
    }
    for (FileEntry item : from.items(Kind.REST)) {
      if (to.items(Kind.REST).stream().noneMatch(rest -> Objects.equals(rest.id(), item.id()))) {
        definitions.forget(item);
      }
    }
    for (RouteDefinition route : routes(to, changes, definitions)) {
      start(route);
    }
    new StoppedProcessors(camel).forget();
  }

  /** Camel does not name the route when its consumer cannot be started. */
  private void start(RouteDefinition route) throws Exception {
    try {
      model.addRouteDefinition(route);
    } catch (RuntimeException e) {
      throw new FailedToStartRouteException(route.getId(), RootCause.of(e), e);
    }
  }

  private void remove(String id) throws Exception {
    RouteDefinition definition = model.getRouteDefinition(id);
    if (definition != null) {
      model.removeRouteDefinition(definition);
    }
  }

  /** Camel never removes a path, and would answer 500 on it for ever. */
  private void forgetHttpPaths() {
    CamelRequestHandlerMapping mapping = http.getIfAvailable();
    if (mapping != null) {
      mapping
          .getHandlerMethods()
          .forEach(
              (path, method) -> {
                if (method.getBean() instanceof StatefulService consumer && consumer.isStopped()) {
                  mapping.unregisterMapping(path);
                }
              });
    }
  }

  private void configurations(RouteModel from, RouteModel to) throws Exception {
    List<FileEntry> old = from.itemsBeyond(to, Kind.ROUTE_CONFIGURATION);
    List<FileEntry> come = to.itemsBeyond(from, Kind.ROUTE_CONFIGURATION);
    if (old.isEmpty() && come.isEmpty()) {
      return;
    }
    List<RouteConfigurationDefinition> known = model.getRouteConfigurationDefinitions();
    for (FileEntry item : old) {
      known.removeIf(configuration -> same(item, configuration));
    }
    CamelDefinitions definitions = new CamelDefinitions(camel, to.files());
    for (FileEntry item : come) {
      known.removeIf(configuration -> same(item, configuration));
      definitions.addConfiguration(item);
    }
  }

  /** Compares a configuration with its entry; Camel gives one without an id a name. */
  private static boolean same(FileEntry item, RouteConfigurationDefinition configuration) {
    return item.id() == null
        ? !configuration.hasCustomIdAssigned()
        : item.id().equals(configuration.getId());
  }

  /**
   * Returns the definitions in start order: called routes before their callers, and the queue last,
   * since it hands out jobs at once.
   */
  private List<RouteDefinition> routes(RouteModel to, Changes changes, CamelDefinitions definitions)
      throws Exception {
    List<RouteText> units =
        changes.added().stream()
            .map(to.units()::get)
            .sorted(
                Comparator.comparing(RouteText::isQueue)
                    .thenComparing(RouteText::isHttp)
                    .thenComparing(unit -> !unit.isDirect()))
            .toList();
    Set<FileEntry> rests = new LinkedHashSet<>();
    List<RouteDefinition> routes = new ArrayList<>();
    for (RouteText unit : units) {
      if (unit.item().kind() == Kind.ROUTE) {
        routes.add(definitions.route(unit.item()));
      } else if (rests.add(unit.item())) {
        Map<String, RouteDefinition> operations = definitions.rest(unit.item());
        operations.keySet().retainAll(changes.added());
        routes.addAll(operations.values());
      }
    }
    return routes;
  }
}
