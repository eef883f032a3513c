package dev.trainyard.queue;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Releases the jobs of this process first when it stops: HTTP shuts down only after its pending
 * requests, and Camel after HTTP.
 */
@Component
class QueueShutdown {
  private final CamelContext camel;
  private final ApplicationContext context;

  QueueShutdown(CamelContext camel, ApplicationContext context) {
    this.camel = camel;
    this.context = context;
  }

  /** Runs before any bean of the context is stopped. */
  @EventListener
  void giveBackJobs(ContextClosedEvent event) {
    if (event.getApplicationContext() == context) {
      camel.getRoutes().stream()
          .filter(route -> route.getEndpoint() instanceof TrainingQueueEndpoint)
          .map(Route::getConsumer)
          .forEach(consumer -> consumer.stop());
    }
  }
}
