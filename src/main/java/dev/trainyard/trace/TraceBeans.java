package dev.trainyard.trace;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.tracing.TracingProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** What Spring Boot is to do otherwise with traces than it would by itself. */
@Configuration(proxyBeanMethods = false)
class TraceBeans {
  private static final String ACTUATOR = "/actuator";

  /**
   * Without a collector nothing is recorded, but ids go along with what a caller or a job brings.
   */
  @Bean
  Sampler sampler(
      @Value("${management.otlp.tracing.endpoint:}") String collector,
      TracingProperties properties) {
    return Sampler.parentBased(
        collector.isBlank()
            ? Sampler.alwaysOff()
            : Sampler.traceIdRatioBased(properties.getSampling().getProbability()));
  }

  /**
   * Camel's tracer looks for the parent of a step in the headers of the message, and would begin a
   * trace of its own in the middle of a request.
   */
  @Bean
  ContextPropagators contextPropagators(ObjectProvider<TextMapPropagator> propagators) {
    return ContextPropagators.create(
        new CurrentSpanFirstPropagator(
            TextMapPropagator.composite(propagators.orderedStream().toList())));
  }

  /** It comes to its end before the beans of Spring Boot, which then have nothing to wait for. */
  @Bean
  @DependsOn("openTelemetry")
  TracerShutdown traceEnd(SdkTracerProvider provider) {
    return new TracerShutdown(provider);
  }

  /** Camel stops it. */
  @Bean(destroyMethod = "")
  OpenTelemetryTracer outwardSteps(CamelContext camel) {
    OpenTelemetryTracer tracer = new OutboundTracer();
    tracer.init(camel);
    return tracer;
  }

  /** In the logs, named like the job's id there. */
  @Bean
  Slf4JEventListener logNames() {
    return new Slf4JEventListener("trace_id", "span_id");
  }

  /** Probes and scrapes come every few seconds, and nobody looks for them. */
  @Bean
  SpanExportingPredicate withoutActuator() {
    return span ->
        Optional.ofNullable(span.getTags().get("http.url"))
            .filter(path -> path.startsWith(ACTUATOR))
            .isEmpty();
  }
}
