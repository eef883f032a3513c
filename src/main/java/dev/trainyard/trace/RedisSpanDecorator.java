package dev.trainyard.trace;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Names the spans of {@code spring-redis:} steps by their command. Redis carries no headers, and
 * the headers of the message later become those of the response.
 */
public final class RedisSpanDecorator extends AbstractSpanDecorator {

  @Override
  public String getComponent() {
    return "spring-redis";
  }

  @Override
  public String getComponentClassName() {
    return "org.apache.camel.component.redis.RedisComponent";
  }

  @Override
  public String getOperationName(Exchange exchange, Endpoint endpoint) {
    return toQueryParameters(endpoint.getEndpointUri())
        .getOrDefault("command", super.getOperationName(exchange, endpoint));
  }

  @Override
  public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
    super.beforeTracingEvent(span, exchange, endpoint);
    span.setTag("db.system.name", "redis");
  }

  @Override
  public SpanContextPropagationInjector getInjector(Exchange exchange) {
    return (key, value) -> {};
  }
}
