package dev.trainyard.route.graph;

import dev.trainyard.route.graph.RouteGraph.Step;
import dev.trainyard.route.graph.RouteGraph.StepFigures;
import dev.trainyard.route.model.StepPlaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ErrorHandlerDefinition;
import org.apache.camel.model.OnFallbackDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.jspecify.annotations.Nullable;

/** Describes steps of Camel's model. */
final class StepReader {
  private final @Nullable StepPlaces places;
  private final Endpoints endpoints;
  private final Function<String, @Nullable StepFigures> figures;

  /**
   * @param places where they are written; null when no file has them
   * @param endpoints which routes they may call
   * @param figures those of the step with an id
   */
  StepReader(
      @Nullable StepPlaces places,
      Endpoints endpoints,
      Function<String, @Nullable StepFigures> figures) {
    this.places = places;
    this.endpoints = endpoints;
    this.figures = figures;
  }

  /** Returns the steps of a route without what Camel has put before them from configurations. */
  static List<ProcessorDefinition<?>> own(RouteDefinition route) {
    return route.getOutputs().stream().filter(step -> !step.isTopLevelOnly()).toList();
  }

  /** Describes steps, and the steps in them. */
  List<Step> steps(List<? extends ProcessorDefinition<?>> definitions) {
    return definitions.stream().map(this::step).toList();
  }

  private Step step(ProcessorDefinition<?> definition) {
    return step(
        definition.getId(),
        definition.getShortName(),
        StepLabel.of(definition),
        endpoints.route(target(definition)),
        inside(definition));
  }

  private Step step(
      @Nullable String given,
      String kind,
      String label,
      @Nullable String calls,
      List<Step> inside) {
    String id = Objects.requireNonNullElse(given, kind);
    StepPlaces.Place place = places == null ? null : places.find(id);
    return new Step(
        id,
        kind,
        label,
        place == null ? null : place.file(),
        place == null ? null : place.line(),
        place == null ? null : place.endLine(),
        figures.apply(id),
        calls,
        inside);
  }

  private List<Step> inside(ProcessorDefinition<?> definition) {
    List<Step> inside = new ArrayList<>(steps(definition.getOutputs()));
    if (definition instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
      OnFallbackDefinition fallback = breaker.getOnFallback();
      inside.add(
          step(fallback.getId(), fallback.getShortName(), "", null, steps(fallback.getOutputs())));
    }
    return inside;
  }

  private static @Nullable String target(ProcessorDefinition<?> definition) {
    if (definition instanceof EndpointRequiredDefinition endpoint) {
      return endpoint.getEndpointUri();
    }
    return definition instanceof EnrichDefinition enrich && enrich.getExpression() != null
        ? enrich.getExpression().getExpression()
        : null;
  }

  /** Describes what a route configuration does. */
  List<Step> clauses(RouteConfigurationDefinition configuration) {
    List<Step> clauses =
        new ArrayList<>(
            Stream.of(
                    configuration.getIntercepts(),
                    configuration.getInterceptFroms(),
                    configuration.getInterceptSendTos(),
                    configuration.getOnExceptions(),
                    configuration.getOnCompletions())
                .flatMap(List::stream)
                .map(this::step)
                .toList());
    ErrorHandlerDefinition handler = configuration.getErrorHandler();
    if (handler != null
        && handler.getErrorHandlerType() instanceof DeadLetterChannelDefinition channel) {
      String uri = channel.getDeadLetterUri();
      clauses.add(
          step(
              handler.getId(),
              "deadLetterChannel",
              StepLabel.uri(uri),
              endpoints.route(uri),
              List.of()));
    }
    return clauses;
  }
}
