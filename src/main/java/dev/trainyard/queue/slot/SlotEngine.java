package dev.trainyard.queue.slot;

import dev.trainyard.process.DaemonThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs claimed jobs through a route: one fetcher thread, one heartbeat thread, and a thread per
 * busy slot. It is started and stopped once.
 */
public final class SlotEngine {
  private static final Logger LOG = LoggerFactory.getLogger(SlotEngine.class);

  /** Longer than the pop in which the fetcher may be. */
  private static final Duration STOP_FETCHER = Duration.ofMillis(1500);

  private static final Duration STOP_JOBS = Duration.ofSeconds(2);

  private final SlotServices services;
  private final LeaseKeeper leases;
  private final SlotPool slots;
  private final JobFetcher fetcher;
  private final Thread fetching;

  /**
   * @param count how many jobs may run at once, now
   * @param threads those of the slots
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

  /** Begins to take jobs. */
  public void start() {
    leases.start();
    fetching.start();
  }

  /** Takes no more jobs, then gives back those that run. */
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

  /** Looks at once whether a job was cancelled or the queue paused; does not wait. */
  public void wake() {
    leases.wake();
  }

  /** Jobs that run now. */
  public int running() {
    return slots.taken();
  }

  /** Time since a dequeue last came back; empty before the first. */
  public Optional<Duration> sinceDequeue() {
    return Optional.ofNullable(fetcher.lastDequeue())
        .map(last -> Duration.between(last, services.clock().instant()));
  }

  /** The jobs that run now. */
  SlotPool slots() {
    return slots;
  }

  /** What keeps their leases. */
  LeaseKeeper leases() {
    return leases;
  }

  /** What takes jobs. */
  JobFetcher fetcher() {
    return fetcher;
  }

  /**
   * Gives the slots of threads that ignore their interrupt to other jobs. A process with several of
   * them is no longer sound: it lets the other jobs end, and ends for its supervisor to start it
   * again.
   */
  void giveUpStuck() {
    StuckThreads stuck = services.stuck();
    for (RunningJob job : stuck.giveUp(slots, services.clock().instant())) {
      Exception where = new IllegalStateException("the thread was here");
      where.setStackTrace(job.stack());
      LOG.error(
          "the thread of job {} ignores its interrupt and is given up", job.job().id(), where);
      leases.release(job.job().lease());
      if (stuck.areTooMany()) {
        LOG.error(
            "several threads do not end: this process takes no more jobs and ends when the others are done");
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
    public void looked() {
      giveUpStuck();
    }
  }
}
