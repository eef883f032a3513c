package dev.trainyard.route.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.spi.IdAware;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Makes routes in a context that is started, and starts their steps as at a real start: some steps
 * look at what is said of them only then. Their consumers are never started.
 */
final class RouteTrial implements AutoCloseable {
  private final CamelContext camel;
  private final List<RouteService> services = new ArrayList<>();

  /**
   * @param camel a started context, whose endpoints connect nothing
   */
  RouteTrial(CamelContext camel) {
    this.camel = camel;
  }

  /**
   * Makes a route and starts its steps.
   *
   * @throws Exception what Camel has against it
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
      OptionalInt line = lineOfFailed(route, definition);
      throw line.isPresent() ? new RefusedStepException(line.getAsInt(), e) : e;
    }
  }

  /** The innermost step that could not be started; no line of what is written nowhere. */
  private static OptionalInt lineOfFailed(Route route, RouteDefinition definition) {
    return route.getServices().stream()
        .flatMap(service -> ServiceHelper.getChildServices(service, true).stream())
        .filter(service -> service instanceof StatefulService state && state.getStatus() == ServiceStatus.Stopped)
        .filter(IdAware.class::isInstance)
        .map(service -> ((IdAware) service).getId())
        .filter(Objects::nonNull)
        .flatMapToInt(id -> lines(definition, id))
        .filter(line -> line > 0)
        .reduce((outer, inner) -> inner);
  }

  private static IntStream lines(RouteDefinition definition, String id) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(
            definition.getOutputs(), ProcessorDefinition.class)
        .stream()
        .filter(step -> id.equals(step.getId()))
        .mapToInt(ProcessorDefinition::getLineNumber);
  }

  /** Stops what was started. */
  @Override
  public void close() {
    ServiceHelper.stopAndShutdownServices(services);
  }
}
