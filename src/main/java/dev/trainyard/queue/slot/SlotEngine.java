package dev.trainyard.queue.slot;

import dev.trainyard.process.DaemonThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs claimed jobs through a route with one fetcher thread, one heartbeat thread, and one thread
 * per busy slot. It is started and stopped once.
 */
public final class SlotEngine {
  private static final Logger LOG = LoggerFactory.getLogger(SlotEngine.class);

  /** Longer than a pop of the fetcher. */
  private static final Duration STOP_FETCHER = Duration.ofMillis(1500);

  private static final Duration STOP_JOBS = Duration.ofSeconds(2);

  private final SlotServices services;
  private final LeaseKeeper leases;
  private final SlotPool slots;
  private final JobFetcher fetcher;
  private final Thread fetching;

  /**
   * @param count the current number of slots
   * @param threads threads of the slots
   */
  public SlotEngine(SlotServices services, JobRoute route, IntSupplier count, Executor threads) {
    this.services = services;
    this.leases =
        new LeaseKeeper(
            services.heartbeats(),
            services.hints(),
            services.heartbeat(),
            new WorkerBeat(count),
            services.timing());
    SlotRunner runner = new SlotRunner(route, services, leases);
    this.slots = new SlotPool(threads, count, runner::run, services.clock(), services.timing());
    this.fetcher =
        new JobFetcher(services.claims(), services.hints(), slots, route::isOpen, services.clock());
    this.fetching = DaemonThreads.named("trainyard-fetcher", fetcher);
  }

  /** Starts to take jobs. */
  public void start() {
    leases.start();
    fetching.start();
  }

  /** Stops taking jobs, then releases the running ones. */
  public void stop() throws InterruptedException {
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
    }
  }

  /** Triggers a check for cancelled jobs and a paused queue; does not wait for it. */
  public void wake() {
    leases.wake();
  }

  /** Returns the number of jobs that run now. */
  public int running() {
    return slots.taken();
  }

  /** Returns the time since the last dequeue completed; empty before the first. */
  public Optional<Duration> sinceDequeue() {
    return Optional.ofNullable(fetcher.lastDequeue())
        .map(last -> Duration.between(last, services.clock().instant()));
  }

  /** Returns the pool of slots. */
  SlotPool slots() {
    return slots;
  }

  /** Returns the keeper of their leases. */
  LeaseKeeper leases() {
    return leases;
  }

  /** Returns the fetcher of jobs. */
  JobFetcher fetcher() {
    return fetcher;
  }

  /**
   * Frees the slots of threads that ignore their interrupt. A process with several such threads is
   * no longer sound: it lets the other jobs end and then exits, so that its supervisor restarts it.
   */
  void giveUpStuck() {
    StuckThreads stuck = services.stuck();
    for (RunningJob job : stuck.giveUp(slots, services.clock().instant())) {
      Exception where = new IllegalStateException("the thread was here");
      where.setStackTrace(job.stack());
      LOG.error(
          "the thread of job {} ignores its interrupt and is abandoned", job.job().id(), where);
      leases.release(job.job().lease());
      if (stuck.areTooMany()) {
        LOG.error(
            "several threads do not stop: this process takes no more jobs and exits when its other jobs have ended");
      }
    }
    if (stuck.areTooMany()) {
      fetcher.stop();
      if (slots.isIdle() && stuck.endProcess()) {
        services.endProcess().run();
      }
    }
  }

  private final class WorkerBeat implements LeaseKeeper.Beat {
    private final IntSupplier count;

    WorkerBeat(IntSupplier count) {
      this.count = count;
    }

    @Override
    public int slots() {
      return count.getAsInt();
    }

    @Override
    public void paused(boolean paused) {
      fetcher.setPaused(paused);
    }

    @Override
    public void onCheck() {
      giveUpStuck();
    }
  }
}
