package dev.trainyard.job;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trace in which a job was submitted, stored with the job. The format is always the {@code
 * traceparent} of W3C Trace Context, whatever format the service sends to others. A worker's spans
 * thereby belong to the trace of the request.
 */
public final class TraceContext {
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final String TRACEPARENT = "traceparent";
  private static final int TRACE_ID_FROM = 3;
  private static final int TRACE_ID_TO = 35;

  private TraceContext() {}

  /** Returns the {@code traceparent} of this thread; null outside of any trace. */
  public static @Nullable String current() {
    Map<String, String> carrier = new HashMap<>();
    W3C.inject(Context.current(), carrier, (unused, key, value) -> carrier.put(key, value));
    return carrier.get(TRACEPARENT);
  }

  /**
   * Restores a stored context; returns the root context when it cannot be read.
   *
   * @param stored {@code traceparent} of a job; null for none
   */
  public static Context of(@Nullable String stored) {
    return W3C.extract(Context.root(), stored, new Stored());
  }

  /** Returns the id of a stored trace, 32 hex digits; null when there is none. */
  public static @Nullable String traceId(@Nullable String stored) {
    return stored == null || stored.length() < TRACE_ID_TO
        ? null
        : stored.substring(TRACE_ID_FROM, TRACE_ID_TO);
  }

  private static final class Stored implements TextMapGetter<String> {
    @Override
    public Iterable<String> keys(String stored) {
      return List.of(TRACEPARENT);
    }

    @Override
    public @Nullable String get(@Nullable String stored, String key) {
      return TRACEPARENT.equals(key) ? stored : null;
    }
  }
}
