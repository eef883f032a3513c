package dev.trainyard.api;

import java.util.Map;
import org.slf4j.MDC;
import org.springframework.core.task.TaskDecorator;
import org.springframework.stereotype.Component;

/** Hands what is logged with each line of a request to the thread of the route that answers it. */
@Component
class LogContextDecorator implements TaskDecorator {

  @Override
  public Runnable decorate(Runnable task) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context == null || context.isEmpty()) {
      return task;
    }
    return () -> {
      MDC.setContextMap(context);
      try {
        task.run();
      } finally {
        MDC.clear();
      }
    };
  }
}
