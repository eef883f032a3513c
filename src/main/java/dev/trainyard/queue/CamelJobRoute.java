package dev.trainyard.queue;

import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.queue.slot.JobRoute;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** The route of a consumer, with the routes to which it sends jobs. */
final class CamelJobRoute implements JobRoute {
  private final DefaultConsumer consumer;
  private final Processor processor;

  CamelJobRoute(DefaultConsumer consumer, Processor processor) {
    this.consumer = consumer;
    this.processor = processor;
  }

  /**
   * Returns whether every route that starts before this one runs: these are the routes of the
   * stages. While one is stopped or suspended, jobs wait in the queue.
   */
  @Override
  public boolean isOpen() {
    Route own = consumer.getRoute();
    CamelContext camel = consumer.getEndpoint().getCamelContext();
    return own == null
        || own.getStartupOrder() == null
        || camel.getRoutes().stream()
            .filter(route -> route.getStartupOrder() != null)
            .filter(route -> route.getStartupOrder() < own.getStartupOrder())
            .allMatch(route -> runs(camel, route));
  }

  private static boolean runs(CamelContext camel, Route route) {
    ServiceStatus status = camel.getRouteController().getRouteStatus(route.getRouteId());
    return status != null && status.isStarted();
  }

  /** Sends the job through Camel, which does not catch an {@link Error}. */
  @Override
  public @Nullable Throwable process(ClaimedJob job) {
    Exchange exchange = consumer.createExchange(false);
    exchange.getIn().setBody(job);
    exchange.getIn().setHeader(TrainingQueueConstants.JOB_ID, job.id());
    exchange.setProperty(TrainingQueueConstants.LEASE, job.lease());
    exchange.getIn().setHeader(TrainingQueueConstants.ATTEMPT, job.attempt());
    try {
      processor.process(exchange);
      Exception failed = exchange.getException();
      return failed != null
          ? failed
          : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    } catch (Throwable e) {
      return e;
    } finally {
      consumer.releaseExchange(exchange, false);
    }
  }

  /**
   * Returns whether an error means that a route was stopped or suspended while the job was on its
   * way to it.
   */
  @Override
  public boolean isClosing(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof DirectConsumerNotAvailableException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isStopping() {
    return consumer.isStoppingOrStopped();
  }
}
