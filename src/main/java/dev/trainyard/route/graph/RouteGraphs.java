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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
  private @Nullable Known known;

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

  /**
   * What stays as it is while a set of files runs.
   *
   * @param model the set
   * @param places where everything of it is written
   * @param figures where the figures of its steps are
   * @param ids the routes that there are
   * @param routes the routes as they were read last
   */
  private record Known(
      RouteModel model,
      Map<FileEntry, StepPlaces> places,
      ProcessorFigures figures,
      Set<String> ids,
      Map<String, Seen> routes) {
    Known(RouteModel model, CamelContext camel) {
      this(model, new HashMap<>(), new ProcessorFigures(camel), new HashSet<>(), new HashMap<>());
    }

    /** Forgets all routes when there are others than before, which they may call. */
    void of(Set<String> present) {
      if (!ids.equals(present)) {
        ids.clear();
        ids.addAll(present);
        routes.clear();
      }
    }

    StepPlaces places(FileEntry entry) {
      return places.computeIfAbsent(entry, key -> StepPlaces.of(model, key));
    }
  }

  /**
   * A route as it was read.
   *
   * @param ended how many exchanges had ended in it
   */
  private record Seen(long ended, RouteGraph.Vertex vertex) {}

  /**
   * Returns the graph of now, or of less than a second ago. While routes are swapped it is that of
   * before, since Camel's model then changes under those who read it.
   */
  public synchronized RouteGraph graph() {
    RouteGraph former = last;
    if (former != null
        && (reloader.isSwapping()
            || Duration.between(former.asOf(), clock.instant()).abs().compareTo(KEPT) < 0)) {
      return former;
    }
    try {
      RouteGraph made = make();
      last = made;
      return made;
    } catch (ConcurrentModificationException swapping) {
      if (former == null) {
        throw swapping;
      }
      return former;
    }
  }

  private RouteGraph make() {
    Known running = known();
    Map<String, RouteDefinition> definitions = new TreeMap<>();
    model().getRouteDefinitions().forEach(route -> definitions.put(route.getRouteId(), route));
    running.of(definitions.keySet());
    Endpoints endpoints = Endpoints.of(definitions.values());
    running.figures().learn();
    List<RouteGraph.Configuration> configurations = configurations(running, endpoints);
    List<RouteGraph.Vertex> vertices = new ArrayList<>();
    definitions.forEach(
        (id, definition) ->
            unchanged(running, id)
                .or(() -> read(running, definition, endpoints, configurations))
                .ifPresent(vertices::add));
    return new RouteGraph(clock.instant(), process.id(), vertices, configurations);
  }

  private Known known() {
    RouteModel model = reloader.model();
    Known running = known;
    if (running == null || running.model() != model) {
      running = new Known(model, camel);
      known = running;
    }
    return running;
  }

  /**
   * Returns a route in which nothing has been since it was read: most are idle, and each figure
   * that is read over JMX costs.
   */
  private Optional<RouteGraph.Vertex> unchanged(Known running, String id) {
    Seen seen = running.routes().get(id);
    if (seen == null
        || seen.vertex().inflight() > 0
        || camel.getInflightRepository().size(id) > 0
        || routes.ended(id).orElse(-1) != seen.ended()
        || !seen.vertex()
            .state()
            .equals(String.valueOf(camel.getRouteController().getRouteStatus(id)))) {
      return Optional.empty();
    }
    return Optional.of(seen.vertex());
  }

  private Optional<RouteGraph.Vertex> read(
      Known running,
      RouteDefinition definition,
      Endpoints endpoints,
      List<RouteGraph.Configuration> configurations) {
    String id = definition.getRouteId();
    long ended = routes.ended(id).orElse(-1);
    Optional<RouteGraph.Vertex> vertex =
        routes.find(id).map(route -> vertex(route, definition, running, endpoints, configurations));
    vertex.ifPresent(read -> running.routes().put(id, new Seen(ended, read)));
    return vertex;
  }

  private Model model() {
    return camel.getCamelContextExtension().getContextPlugin(Model.class);
  }

  private static RouteGraph.Vertex vertex(
      RunningRoute running,
      RouteDefinition definition,
      Known known,
      Endpoints endpoints,
      List<RouteGraph.Configuration> configurations) {
    RouteText written = known.model().units().get(running.id());
    StepPlaces steps = written == null ? null : known.places(written.item());
    StepPlaces.Place place = steps == null ? null : steps.find(running.id());
    StepReader reader =
        new StepReader(steps, endpoints, step -> known.figures().find(running.id(), step));
    List<RouteGraph.Step> read = reader.steps(StepReader.own(definition));
    List<String> applied =
        written == null
            ? List.of()
            : known.model().configurations(written.item()).stream().map(RouteGraphs::name).toList();
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

  private List<RouteGraph.Configuration> configurations(Known running, Endpoints endpoints) {
    Map<String, FileEntry> entries = new HashMap<>();
    running
        .model()
        .items(FileEntry.Kind.ROUTE_CONFIGURATION)
        .forEach(entry -> entries.put(name(entry), entry));
    return model().getRouteConfigurationDefinitions().stream()
        .map(
            definition -> {
              String id = definition.hasCustomIdAssigned() ? definition.getId() : UNNAMED;
              FileEntry entry = entries.get(id);
              StepPlaces steps = entry == null ? null : running.places(entry);
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
