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

/** Changes what Spring Boot does with traces by default. */
@Configuration(proxyBeanMethods = false)
class TraceBeans {
  private static final String ACTUATOR = "/actuator";

  /** Records nothing without a collector, but still passes on the ids of a caller or a job. */
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
   * Makes Camel's tracer use the current span: it looks for the parent of a step in the headers of
   * the message, and would start its own trace in the middle of a request.
   */
  @Bean
  ContextPropagators contextPropagators(ObjectProvider<TextMapPropagator> propagators) {
    return ContextPropagators.create(
        new CurrentSpanFirstPropagator(
            TextMapPropagator.composite(propagators.orderedStream().toList())));
  }

  /**
   * Provides the shutdown of traces, which runs before Spring Boot's exporters are destroyed, so
   * that these do not block.
   */
  @Bean
  @DependsOn("openTelemetry")
  TracerShutdown traceEnd(SdkTracerProvider provider) {
    return new TracerShutdown(provider);
  }

  /** Provides Camel's tracer, which Camel stops. */
  @Bean(destroyMethod = "")
  OpenTelemetryTracer outwardSteps(CamelContext camel) {
    OpenTelemetryTracer tracer = new OutboundTracer();
    tracer.init(camel);
    return tracer;
  }

  /** Names the ids of traces in the logs in the style of the job's id. */
  @Bean
  Slf4JEventListener logNames() {
    return new Slf4JEventListener("trace_id", "span_id");
  }

  /** Drops the spans of probes and scrapes, which come every few seconds. */
  @Bean
  SpanExportingPredicate withoutActuator() {
    return span ->
        Optional.ofNullable(span.getTags().get("http.url"))
            .filter(path -> path.startsWith(ACTUATOR))
            .isEmpty();
  }
}
