package dev.trainyard.route.check;

import dev.trainyard.route.model.StepTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.spi.IdAware;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes routes in a started context, and starts their steps as at a real start, because some steps
 * check their options only then. Consumers are never started.
 */
final class RouteTrial implements AutoCloseable {
  private final CamelContext camel;
  private final StepTrace trace;
  private final List<RouteService> services = new ArrayList<>();

  /**
   * @param camel a started context, whose endpoints connect nothing
   * @param trace records which step could not be started
   */
  RouteTrial(CamelContext camel, StepTrace trace) {
    this.camel = camel;
    this.trace = trace;
  }

  /**
   * Makes a route and starts its steps.
   *
   * @throws Exception Camel's error about the route
   */
  void start(RouteDefinition definition) throws Exception {
    if (!definition.isPrepared()) {
      RouteDefinitionHelper.prepareRoute(camel, definition);
      definition.markPrepared();
    }
    RouteDefinitionHelper.forceAssignIds(camel, List.of(definition));
    Route route =
        camel
            .getCamelContextExtension()
            .getContextPlugin(Model.class)
            .getModelReifierFactory()
            .createRoute(camel, definition);
    RouteService service = new RouteService(route);
    services.add(service);
    try {
      service.setUp();
      service.warmUp();
    } catch (FailedToStartRouteException e) {
      trace.remember(failed(route, definition, e));
      throw e;
    }
  }

  /** Returns the innermost step that could not be started; null when Camel does not report it. */
  private static @Nullable NamedNode failed(
      Route route, RouteDefinition definition, Throwable failure) {
    Set<String> running =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
            .map(StackTraceElement::getClassName)
            .collect(Collectors.toSet());
    return route.getServices().stream()
        .flatMap(service -> ServiceHelper.getChildServices(service, true).stream())
        .filter(service -> running.contains(service.getClass().getName()))
        .filter(IdAware.class::isInstance)
        .map(service -> ((IdAware) service).getId())
        .filter(Objects::nonNull)
        .flatMap(id -> steps(definition, id))
        .reduce((outer, inner) -> inner)
        .orElse(null);
  }

  private static Stream<NamedNode> steps(RouteDefinition definition, String id) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(
            definition.getOutputs(), ProcessorDefinition.class)
        .stream()
        .filter(step -> id.equals(step.getId()))
        .map(NamedNode.class::cast);
  }

  /** Stops everything that was started. */
  @Override
  public void close() {
    ServiceHelper.stopAndShutdownServices(services);
  }
}
