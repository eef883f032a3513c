package dev.trainyard.trace;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;

/**
 * Sends what is left at the end of the process, for a moment: OpenTelemetry's own end waits for ten
 * seconds for a collector that does not answer.
 *
 * @param provider makes the spans
 */
record TracerShutdown(SdkTracerProvider provider) implements DisposableBean {
  private static final long MAX_MILLIS = 1000;

  @Override
  public void destroy() {
    provider.shutdown().join(MAX_MILLIS, TimeUnit.MILLISECONDS);
  }
}
