package dev.trainyard.api.http;

import io.opentelemetry.context.Context;
import java.util.Map;
import org.slf4j.MDC;
import org.springframework.core.task.TaskDecorator;
import org.springframework.stereotype.Component;

/**
 * Hands what is logged with each line of a request, and the span that it is in, to the thread of
 * the route that answers it.
 */
@Component
class LogContextDecorator implements TaskDecorator {

  @Override
  public Runnable decorate(Runnable task) {
    Map<String, String> log = MDC.getCopyOfContextMap();
    Runnable traced = Context.current().wrap(task);
    if (log == null || log.isEmpty()) {
      return traced;
    }
    return () -> {
      MDC.setContextMap(log);
      try {
        traced.run();
      } finally {
        MDC.clear();
      }
    };
  }
}
