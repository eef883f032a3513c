package dev.trainyard.monitor;

import dev.trainyard.callback.CallbackStore;
import dev.trainyard.job.deadletter.FailedJobFilter;
import dev.trainyard.job.deadletter.FailedJobQueries;
import dev.trainyard.job.deadletter.FailedJobView;
import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.job.queue.QueueView;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.schedule.ScheduleFigures;
import dev.trainyard.schedule.ScheduleStore;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the figures of the queue, the dead letters, the callbacks and the schedules at most once a
 * second, for any number of callers. A PostgreSQL that does not answer delays nobody for long: a
 * separate thread queries it, and there are no figures until it answers.
 */
@Component
public class QueueFigures {
  private static final Logger LOG = LoggerFactory.getLogger(QueueFigures.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** How long a caller waits for a reading, counted from its start. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final FailedJobFilter WAITING =
      new FailedJobFilter(null, null, null, null, null, null, null, null, false, null, null);

  private final QueueQueries queue;
  private final FailedJobQueries failedJobs;
  private final CallbackStore callbacks;
  private final ScheduleStore schedules;
  private final Clock clock;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(DaemonThreads.factory("trainyard-figures"));

  /** Null before the first reading, and when the next call must start a new one. */
  private @Nullable Reading latest;

  QueueFigures(
      QueueQueries queue,
      FailedJobQueries failedJobs,
      CallbackStore callbacks,
      ScheduleStore schedules,
      Clock clock) {
    this.queue = queue;
    this.schedules = schedules;
    this.failedJobs = failedJobs;
    this.callbacks = callbacks;
    this.clock = clock;
  }

  /**
   * The figures at one moment.
   *
   * @param queue waiting and running jobs
   * @param deadLetters dead letters that nobody has replayed
   * @param newest the newest dead letter; null when there is none
   * @param callbacks callbacks that are not delivered
   * @param schedules the schedules
   */
  public record Figures(
      QueueView queue,
      long deadLetters,
      @Nullable FailedJobView newest,
      CallbackStore.Counts callbacks,
      ScheduleFigures schedules) {}

  private record Reading(Instant begun, Future<Optional<Figures>> figures) {}

  /** Returns figures that are at most a second old; empty while PostgreSQL does not answer. */
  public Optional<Figures> current() {
    Reading reading = reading();
    Duration patience = PATIENCE.minus(Duration.between(reading.begun, clock.instant()));
    try {
      return reading.figures.get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reading reports its own failure", e);
    }
  }

  /** Discards the latest reading, so that the next call sees a change that has just been made. */
  public synchronized void forget() {
    latest = null;
  }

  /**
   * Returns the current reading or starts one: only one thread at a time queries an unavailable
   * PostgreSQL.
   */
  private synchronized Reading reading() {
    Reading reading = latest;
    if (reading == null || isStale(reading)) {
      reading = new Reading(clock.instant(), reader.submit(this::read));
      latest = reading;
    }
    return reading;
  }

  private boolean isStale(Reading reading) {
    return reading.figures.isDone()
        && Duration.between(reading.begun, clock.instant()).compareTo(FRESH) >= 0;
  }

  private Optional<Figures> read() {
    try {
      List<FailedJobView> newest = failedJobs.list(WAITING, null, 1);
      return Optional.of(
          new Figures(
              queue.current(),
              failedJobs.countWaiting(),
              newest.isEmpty() ? null : newest.get(0),
              callbacks.count(),
              schedules.figures()));
    } catch (RuntimeException e) {
      LOG.debug("the figures of the queue are unknown: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @PreDestroy
  void stop() {
    reader.shutdownNow();
  }
}
