package dev.trainyard.route.graph;

import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.route.RunningRoute;
import dev.trainyard.route.RunningRoutes;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteText;
import dev.trainyard.route.model.StepPlaces;
import dev.trainyard.route.reload.RouteReloader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Describes the routes that this process runs as a graph. */
@Component
public class RouteGraphs {
  /** However many ask, the figures are read once in this time. */
  private static final Duration KEPT = Duration.ofSeconds(1);

  /** A configuration without an id, which applies to the routes that name none. */
  private static final String UNNAMED = "";

  private final CamelContext camel;
  private final RunningRoutes routes;
  private final RouteReloader reloader;
  private final WorkerIdentity process;
  private final Clock clock;

  private @Nullable RouteGraph last;
  private @Nullable Places places;

  RouteGraphs(
      CamelContext camel,
      RunningRoutes routes,
      RouteReloader reloader,
      WorkerIdentity process,
      Clock clock) {
    this.camel = camel;
    this.routes = routes;
    this.reloader = reloader;
    this.process = process;
    this.clock = clock;
  }

  /** Where everything of a set of files is written; it is found once for each set. */
  private record Places(RouteModel model, Map<FileEntry, StepPlaces> entries) {
    StepPlaces of(FileEntry entry) {
      return entries.computeIfAbsent(entry, key -> StepPlaces.of(model, key));
    }
  }

  /**
   * Returns the graph of now, or of less than a second ago. While routes are swapped it is that of
   * before, since Camel's model then changes under those who read it.
   */
  public synchronized RouteGraph graph() {
    RouteGraph known = last;
    if (known != null
        && (reloader.isSwapping()
            || Duration.between(known.asOf(), clock.instant()).abs().compareTo(KEPT) < 0)) {
      return known;
    }
    try {
      RouteGraph made = make();
      last = made;
      return made;
    } catch (ConcurrentModificationException swapping) {
      if (known == null) {
        throw swapping;
      }
      return known;
    }
  }

  private RouteGraph make() {
    Places where = places(reloader.model());
    Map<String, RouteDefinition> definitions = new HashMap<>();
    model().getRouteDefinitions().forEach(route -> definitions.put(route.getRouteId(), route));
    Endpoints endpoints = Endpoints.of(definitions.values());
    ProcessorFigures figures = ProcessorFigures.of(camel);
    List<RouteGraph.Configuration> configurations = configurations(where, endpoints);
    List<RouteGraph.Vertex> vertices = new ArrayList<>();
    for (RunningRoute route : routes.list()) {
      RouteDefinition definition = definitions.get(route.id());
      if (definition != null) {
        vertices.add(vertex(route, definition, where, endpoints, figures, configurations));
      }
    }
    return new RouteGraph(clock.instant(), process.id(), vertices, configurations);
  }

  private Model model() {
    return camel.getCamelContextExtension().getContextPlugin(Model.class);
  }

  private Places places(RouteModel model) {
    Places known = places;
    if (known != null && known.model() == model) {
      return known;
    }
    Places found = new Places(model, new HashMap<>());
    places = found;
    return found;
  }

  private static RouteGraph.Vertex vertex(
      RunningRoute running,
      RouteDefinition definition,
      Places where,
      Endpoints endpoints,
      ProcessorFigures figures,
      List<RouteGraph.Configuration> configurations) {
    RouteText written = where.model().units().get(running.id());
    StepPlaces steps = written == null ? null : where.of(written.item());
    StepPlaces.Place place = steps == null ? null : steps.find(running.id());
    StepReader reader = new StepReader(steps, endpoints, step -> figures.find(running.id(), step));
    List<RouteGraph.Step> read = reader.steps(StepReader.own(definition));
    List<String> applied =
        written == null
            ? List.of()
            : where.model().configurations(written.item()).stream().map(RouteGraphs::name).toList();
    return new RouteGraph.Vertex(
        running.id(),
        running.description(),
        running.file(),
        running.line(),
        place == null ? null : place.endLine(),
        running.state(),
        StepLabel.uri(definition.getInput().getEndpointUri()),
        running.completed(),
        running.failed(),
        running.inflight(),
        running.meanMs(),
        Slowest.of(read),
        applied,
        read,
        Calls.of(
            read,
            configurations.stream()
                .filter(configuration -> applied.contains(configuration.id()))
                .toList()));
  }

  private List<RouteGraph.Configuration> configurations(Places where, Endpoints endpoints) {
    Map<String, FileEntry> entries = new HashMap<>();
    where
        .model()
        .items(FileEntry.Kind.ROUTE_CONFIGURATION)
        .forEach(entry -> entries.put(name(entry), entry));
    return model().getRouteConfigurationDefinitions().stream()
        .map(
            definition -> {
              String id = definition.hasCustomIdAssigned() ? definition.getId() : UNNAMED;
              FileEntry entry = entries.get(id);
              StepPlaces steps = entry == null ? null : where.of(entry);
              StepPlaces.Place place = steps == null ? null : steps.find(id);
              return new RouteGraph.Configuration(
                  id,
                  entry == null ? null : entry.file(),
                  entry == null ? null : entry.line(),
                  place == null ? null : place.endLine(),
                  new StepReader(steps, endpoints, step -> null).clauses(definition));
            })
        .toList();
  }

  private static String name(FileEntry configuration) {
    return Objects.requireNonNullElse(configuration.id(), UNNAMED);
  }
}
