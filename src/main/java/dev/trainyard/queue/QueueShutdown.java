package dev.trainyard.queue;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Gives the jobs of this process back first of all when it stops: the end of HTTP waits for
 * requests under way, and Camel ends after it.
 */
@Component
class QueueShutdown {
  private final CamelContext camel;
  private final ApplicationContext context;

  QueueShutdown(CamelContext camel, ApplicationContext context) {
    this.camel = camel;
    this.context = context;
  }

  /** The event comes before anything of the context is stopped. */
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
