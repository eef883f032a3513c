package dev.trainyard.job;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trace in which a job was submitted, as it is stored with the job: the {@code traceparent} of
 * W3C Trace Context, whatever the service is told to send to others. So what a worker does later
 * belongs to the trace of the request.
 */
public final class TraceContext {
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final String TRACEPARENT = "traceparent";
  private static final int TRACE_ID_FROM = 3;
  private static final int TRACE_ID_TO = 35;

  private TraceContext() {}

  /** Of what this thread does; null outside of any trace. */
  public static @Nullable String current() {
    Map<String, String> carrier = new HashMap<>();
    W3C.inject(Context.current(), carrier, (unused, key, value) -> carrier.put(key, value));
    return carrier.get(TRACEPARENT);
  }

  /**
   * Back from what is stored; the root context when that cannot be read.
   *
   * @param stored {@code traceparent} of a job; null for none
   */
  public static Context of(@Nullable String stored) {
    return W3C.extract(Context.root(), stored, new Stored());
  }

  /** Id of the trace, 32 hex digits; null for none. */
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
