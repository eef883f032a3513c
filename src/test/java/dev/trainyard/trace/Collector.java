package dev.trainyard.trace;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Receives traces as OpenTelemetry's collector does: OTLP, protobuf over HTTP. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Received> spans = new ConcurrentLinkedQueue<>();
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();

  private Collector(HttpServer server) {
    this.server = server;
  }

  /** Starts on a free port. */
  static Collector start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Collector collector = new Collector(server);
      server.createContext("/v1/traces", collector::receive);
      server.createContext("/webhook", collector::call);
      server.start();
      return collector;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String endpoint() {
    return "http://localhost:%d/v1/traces".formatted(server.getAddress().getPort());
  }

  /** A webhook beside the collector, which the service calls. */
  String webhook() {
    return "http://localhost:%d/webhook".formatted(server.getAddress().getPort());
  }

  /** Returns the {@code traceparent} of each call of the webhook. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** Returns all received spans. */
  List<Received> spans() {
    return List.copyOf(spans);
  }

  /** Returns the spans of a trace. */
  List<Received> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
    for (ResourceSpans resource : request.getResourceSpansList()) {
      String service = texts(resource.getResource().getAttributesList()).get("service.name");
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> spans.add(received(service, span)));
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private void call(HttpExchange exchange) throws IOException {
    calls.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private static Received received(String service, Span span) {
    return new Received(
        service,
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getName(),
        span.getKind(),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
        texts(span.getAttributesList()),
        span.getEventsList().stream().map(Span.Event::getName).toList());
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                attribute ->
                    attribute.getValue().hasIntValue()
                        ? Long.toString(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue()));
  }

  /**
   * A span.
   *
   * @param parent id of the parent span; empty for none
   * @param events names of its events
   */
  record Received(
      String service,
      String traceId,
      String id,
      String parent,
      String name,
      Span.SpanKind kind,
      boolean isError,
      Map<String, String> attributes,
      List<String> events) {}
}
