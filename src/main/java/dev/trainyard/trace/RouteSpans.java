package dev.trainyard.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NonManagedService;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Creates a span for each route that a request or a job passes through, named by the id of the
 * route as in the metrics and over JMX. Camel's own tracer names spans by endpoint, twice for each
 * {@code direct:}, so it only traces steps that leave the process. Periodic work starts no trace.
 */
@Component
class RouteSpans implements RoutePolicyFactory {
  private static final int SERVER_ERROR = 500;

  private final Tracer tracer;

  RouteSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode definition) {
    return new Traced();
  }

  /**
   * The current route of an exchange. Copies of the exchange, whose routes may run on other
   * threads, carry it along.
   *
   * @param outer the previous route; null when there was none
   */
  private record Underway(
      String exchangeId, String routeId, Context context, Scope scope, @Nullable Underway outer) {
    static final String PROPERTY = "TrainyardRouteSpan";
  }

  /** Without an MBean, which would outlive the route. */
  private final class Traced extends RoutePolicySupport implements NonManagedService {

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public void onExchangeBegin(Route route, Exchange exchange) {
      Underway outer = exchange.getProperty(Underway.PROPERTY, Underway.class);
      Context parent = outer == null ? Context.current() : outer.context();
      if (!Span.fromContext(parent).getSpanContext().isValid()) {
        return;
      }
      Span span = tracer.spanBuilder(route.getRouteId()).setParent(parent).startSpan();
      Context context = parent.with(span);
      exchange.setProperty(
          Underway.PROPERTY,
          new Underway(
              exchange.getExchangeId(), route.getRouteId(), context, context.makeCurrent(), outer));
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      Underway ended = exchange.getProperty(Underway.PROPERTY, Underway.class);
      if (ended == null
          || !ended.routeId().equals(route.getRouteId())
          || !ended.exchangeId().equals(exchange.getExchangeId())) {
        return;
      }
      Span span = Span.fromContext(ended.context());
      recordError(span, exchange);
      ended.scope().close();
      span.end();
      exchange.setProperty(Underway.PROPERTY, ended.outer());
    }

    /** Records an error; a response that blames the client is not an error of the service. */
    private static void recordError(Span span, Exchange exchange) {
      Throwable error = exchange.getException();
      if (error == null && exchange.getExchangeExtension().isFailureHandled()) {
        error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      }
      if (error == null) {
        return;
      }
      span.recordException(error);
      Integer answer = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
      if (answer == null || answer >= SERVER_ERROR) {
        span.setStatus(StatusCode.ERROR);
      }
    }
  }
}
