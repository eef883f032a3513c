package dev.trainyard.trace;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;

/**
 * Sends the remaining spans at the end of the process, for a short time: OpenTelemetry's own
 * shutdown waits ten seconds for a collector that does not answer.
 *
 * @param provider creates the spans
 */
record TracerShutdown(SdkTracerProvider provider) implements DisposableBean {
  private static final long MAX_MILLIS = 1000;

  @Override
  public void destroy() {
    provider.shutdown().join(MAX_MILLIS, TimeUnit.MILLISECONDS);
  }
}
