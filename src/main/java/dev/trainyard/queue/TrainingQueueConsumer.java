package dev.trainyard.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs claimed jobs through its route: one fetcher thread, one heartbeat thread, and a thread per
 * busy slot.
 */
public class TrainingQueueConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingQueueConsumer.class);

  /** Longer than the pop in which the fetcher may be. */
  private static final Duration STOP_FETCHER = Duration.ofMillis(1500);

  private static final Duration STOP_JOBS = Duration.ofSeconds(2);

  private final TrainingQueueEndpoint endpoint;
  private final QueueServices services;
  private ExecutorService threads;
  private LeaseKeeper leases;
  private SlotPool slots;
  private JobFetcher fetcher;
  private Thread fetching;
  private Runnable wake;
  private boolean ending;

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
    requireHeap();
    super.doStart();
    threads =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newCachedThreadPool(this, "training-slot");
    leases = new LeaseKeeper(services, new WorkerBeat());
    SlotRunner runner = new SlotRunner(this, getProcessor(), services, leases);
    slots = new SlotPool(threads, endpoint::getSlots, runner::run, services.clock());
    fetcher = new JobFetcher(services, slots, this::stagesRun);
    wake = leases::wake;
    services.control().listen(wake);
    fetching = new Thread(fetcher, "trainyard-fetcher");
    fetching.setDaemon(true);
    leases.start();
    fetching.start();
  }

  /**
   * Whether every route runs that starts before this one: those that a job goes through. While one
   * is stopped or suspended, jobs wait in the queue.
   */
  private boolean stagesRun() {
    Route own = getRoute();
    CamelContext camel = getEndpoint().getCamelContext();
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
    if (fetcher != null) {
      services.control().forget(wake);
      fetcher.stop();
      slots.stopAll();
      try {
        fetching.join(STOP_FETCHER.toMillis());
        slots.stopAll();
        if (!slots.awaitIdle(STOP_JOBS)) {
          services.stuck().leave(slots.running());
        }
      } finally {
        leases.stop();
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(threads);
      }
    }
    super.doStop();
  }

  /**
   * Gives the slots of threads that ignore their interrupt to other jobs. A process with several of
   * them is no longer sound: it lets the other jobs end, and ends for its supervisor to start it
   * again.
   */
  private void giveUpStuck() {
    for (RunningJob job : services.stuck().giveUp(slots, services.clock().instant())) {
      Exception where = new IllegalStateException("the thread was here");
      where.setStackTrace(job.stack());
      LOG.error(
          "the thread of job {} ignores its interrupt and is given up", job.job().id(), where);
      leases.release(job.job().lease());
      if (services.stuck().areTooMany()) {
        LOG.error(
            "several threads do not end: this process takes no more jobs and ends when the others are done");
      }
    }
    if (services.stuck().areTooMany()) {
      fetcher.stop();
      if (slots.isIdle() && !ending) {
        ending = true;
        services.endProcess().run();
      }
    }
  }

  private final class WorkerBeat implements LeaseKeeper.Beat {
    @Override
    public int slots() {
      return endpoint.getSlots();
    }

    @Override
    public void paused(boolean paused) {
      fetcher.setPaused(paused);
    }

    @Override
    public void looked() {
      giveUpStuck();
    }
  }
}
