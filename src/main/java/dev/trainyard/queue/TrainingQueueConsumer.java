package dev.trainyard.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * Runs claimed jobs through its route: one fetcher thread, one heartbeat thread, and a thread per
 * busy slot.
 */
public class TrainingQueueConsumer extends DefaultConsumer {
  /** Longer than the pop in which the fetcher may be. */
  private static final Duration STOP_FETCHER = Duration.ofMillis(2500);

  private static final Duration STOP_JOBS = Duration.ofSeconds(2);

  private final TrainingQueueEndpoint endpoint;
  private final QueueServices services;
  private ExecutorService threads;
  private LeaseKeeper leases;
  private SlotPool slots;
  private JobFetcher fetcher;
  private Thread fetching;

  TrainingQueueConsumer(
      TrainingQueueEndpoint endpoint, Processor processor, QueueServices services) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.services = services;
  }

  /** Jobs that run now. */
  int running() {
    SlotPool current = slots;
    return current == null ? 0 : current.taken();
  }

  /** Time since a dequeue last came back; empty before the first. */
  Optional<Duration> sinceDequeue() {
    JobFetcher current = fetcher;
    return Optional.ofNullable(current == null ? null : current.lastDequeue())
        .map(last -> Duration.between(last, services.clock().instant()));
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    threads =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newCachedThreadPool(this, "training-slot");
    leases = new LeaseKeeper(services, endpoint::getSlots);
    SlotRunner runner = new SlotRunner(this, getProcessor(), services, leases);
    slots = new SlotPool(threads, endpoint::getSlots, runner::run);
    fetcher = new JobFetcher(services, slots);
    fetching = new Thread(fetcher, "trainyard-fetcher");
    fetching.setDaemon(true);
    leases.start();
    fetching.start();
  }

  /** Takes no more jobs, then gives back those that run. */
  @Override
  protected void doStop() throws Exception {
    if (fetcher != null) {
      fetcher.stop();
      slots.stopAll();
      fetching.join(STOP_FETCHER.toMillis());
      slots.stopAll();
      slots.awaitIdle(STOP_JOBS);
      leases.stop();
      getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(threads);
    }
    super.doStop();
  }
}
