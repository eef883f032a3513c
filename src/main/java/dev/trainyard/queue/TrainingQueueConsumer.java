package dev.trainyard.queue;

import dev.trainyard.queue.slot.SlotEngine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Runs claimed jobs through its route. */
public class TrainingQueueConsumer extends DefaultConsumer {
  private final TrainingQueueEndpoint endpoint;
  private final QueueServices services;

  /** Null before the first start. */
  private @Nullable Underway underway;

  /**
   * What a start has created.
   *
   * @param threads threads of the slots
   * @param engine the slots
   * @param wake listener for control messages
   */
  private record Underway(ExecutorService threads, SlotEngine engine, Runnable wake) {}

  TrainingQueueConsumer(
      TrainingQueueEndpoint endpoint, Processor processor, QueueServices services) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.services = services;
  }

  /** Returns the number of jobs that run now. */
  int running() {
    Underway current = underway;
    return current == null ? 0 : current.engine.running();
  }

  /** Returns the time since the last dequeue completed; empty before the first. */
  Optional<Duration> sinceDequeue() {
    Underway current = underway;
    return current == null ? Optional.empty() : current.engine.sinceDequeue();
  }

  @Override
  protected void doStart() throws Exception {
    requireHeap();
    super.doStart();
    ExecutorService threads =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newCachedThreadPool(this, "training-slot");
    SlotEngine engine =
        new SlotEngine(
            services.slots(), new CamelJobRoute(this, getProcessor()), endpoint::getSlots, threads);
    Runnable wake = engine::wake;
    underway = new Underway(threads, engine, wake);
    services.control().addListener(wake);
    engine.start();
  }

  /** Names the route, since Camel adds the name only to its own start failures. */
  private void requireHeap() throws FailedToStartRouteException {
    try {
      services.heap().require(endpoint.getSlots());
    } catch (IllegalArgumentException e) {
      String reason =
          e.getMessage()
              + "; trainyard.worker.slots sets their number, unless the route names its own";
      throw new FailedToStartRouteException(
          getRouteId(), reason, new IllegalArgumentException(reason));
    }
  }

  /** Stops taking jobs, then releases the running ones. */
  @Override
  protected void doStop() throws Exception {
    Underway current = underway;
    if (current != null) {
      services.control().removeListener(current.wake);
      try {
        current.engine.stop();
      } finally {
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(current.threads);
      }
    }
    super.doStop();
  }
}
