package dev.trainyard.queue;

import dev.trainyard.queue.slot.SlotEngine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Runs claimed jobs through its route. */
public class TrainingQueueConsumer extends DefaultConsumer {
  private final TrainingQueueEndpoint endpoint;
  private final QueueServices services;
  private ExecutorService threads;
  private SlotEngine engine;
  private Runnable wake;

  TrainingQueueConsumer(
      TrainingQueueEndpoint endpoint, Processor processor, QueueServices services) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.services = services;
  }

  /** Jobs that run now. */
  int running() {
    SlotEngine current = engine;
    return current == null ? 0 : current.running();
  }

  /** Time since a dequeue last came back; empty before the first. */
  Optional<Duration> sinceDequeue() {
    SlotEngine current = engine;
    return current == null ? Optional.empty() : current.sinceDequeue();
  }

  @Override
  protected void doStart() throws Exception {
    requireHeap();
    super.doStart();
    threads =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newCachedThreadPool(this, "training-slot");
    engine =
        new SlotEngine(
            services.slots(), new CamelJobRoute(this, getProcessor()), endpoint::getSlots, threads);
    wake = engine::wake;
    services.control().listen(wake);
    engine.start();
  }

  /** The route is named, as only Camel's own refusals of a start have its name. */
  private void requireHeap() throws FailedToStartRouteException {
    try {
      services.heap().require(endpoint.getSlots());
    } catch (IllegalArgumentException e) {
      String reason =
          e.getMessage()
              + "; they are those of trainyard.worker.slots, if the route does not name its own";
      throw new FailedToStartRouteException(
          getRouteId(), reason, new IllegalArgumentException(reason));
    }
  }

  /** Takes no more jobs, then gives back those that run. */
  @Override
  protected void doStop() throws Exception {
    if (engine != null) {
      services.control().forget(wake);
      try {
        engine.stop();
      } finally {
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(threads);
      }
    }
    super.doStop();
  }
}
