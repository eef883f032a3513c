package dev.trainyard.overview;

import dev.trainyard.callback.CallbackStore;
import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.job.deadletter.FailedJobQueries;
import dev.trainyard.job.deadletter.FailureGroup;
import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.queue.QueueView;
import dev.trainyard.job.stream.EventStore;
import dev.trainyard.job.view.ProgressQueries;
import dev.trainyard.job.worker.WorkerQueries;
import dev.trainyard.job.worker.WorkerView;
import dev.trainyard.overview.Overview.Count;
import dev.trainyard.overview.Overview.Counts;
import dev.trainyard.overview.Overview.Health;
import dev.trainyard.overview.Overview.Queue;
import dev.trainyard.overview.Overview.Trends;
import dev.trainyard.overview.Overview.Worker;
import dev.trainyard.overview.SleepCheck.Concerns;
import dev.trainyard.route.reload.RouteReloader;
import dev.trainyard.schedule.ScheduleStore;
import dev.trainyard.sql.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the overview once for all who ask at the same time, at most once a second, at most for a
 * tenth of the time when the database is slow, and every five seconds while nothing happens.
 */
@Component
public class OverviewReader {
  private static final int RUNNING_SHOWN = 50;
  private static final int WORKERS_SHOWN = 500;
  private static final int ERRORS_SHOWN = 50;
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration FRESH_AT_MOST = Duration.ofSeconds(30);

  /** How long it holds while no job waits or runs and no event comes. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final int SHARE_OF_TIME = 10;

  private final Snapshot snapshot;
  private final QueueQueries queue;
  private final ProgressQueries progress;
  private final WorkerQueries workers;
  private final FailedJobQueries failedJobs;
  private final CallbackStore callbacks;
  private final ConfigurationQueries configurations;
  private final ScheduleStore schedules;
  private final TrendReader trends;
  private final HealthReader health;
  private final RouteReloader routes;
  private final SleepCheck sleep;
  private final EventStore events;
  private final QueueSettings settings;
  private final Clock clock;

  /** Null before the first reading. */
  private @Nullable Reading latest;

  OverviewReader(
      Snapshot snapshot,
      QueueQueries queue,
      ProgressQueries progress,
      WorkerQueries workers,
      FailedJobQueries failedJobs,
      CallbackStore callbacks,
      ConfigurationQueries configurations,
      ScheduleStore schedules,
      TrendReader trends,
      HealthReader health,
      RouteReloader routes,
      SleepCheck sleep,
      EventStore events,
      QueueSettings settings,
      Clock clock) {
    this.snapshot = snapshot;
    this.queue = queue;
    this.progress = progress;
    this.workers = workers;
    this.failedJobs = failedJobs;
    this.callbacks = callbacks;
    this.configurations = configurations;
    this.schedules = schedules;
    this.trends = trends;
    this.health = health;
    this.routes = routes;
    this.sleep = sleep;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  /** A reading, which whoever began it carries out and the others wait for. */
  private final class Reading {
    private final Instant begun = clock.instant();
    private final FutureTask<Result> task = new FutureTask<>(this::result);
    private final @Nullable Result before;
    private volatile @Nullable Instant ended;
    private volatile @Nullable Result known;

    private Reading(@Nullable Reading before) {
      this.before = before == null ? null : before.known;
    }

    private boolean isFresh() {
      Instant end = ended;
      if (end == null) {
        return true;
      }
      if (known == null) {
        return false;
      }
      Duration pause = Duration.between(begun, end).multipliedBy(SHARE_OF_TIME);
      Duration fresh = pause.compareTo(FRESH) < 0 ? FRESH : pause;
      return clock
          .instant()
          .isBefore(begun.plus(fresh.compareTo(FRESH_AT_MOST) < 0 ? fresh : FRESH_AT_MOST));
    }

    private Result result() {
      long event = events.lastId();
      Result result = before;
      if (result == null || !result.holdsAt(begun, event)) {
        // An id is taken before its event is committed: what was read beside it may lack the event
        boolean isSettled = result != null && result.event == event;
        result = new Result(read(), begun, event, isSettled);
      }
      known = result;
      return result;
    }

    private void carryOut() {
      task.run();
      ended = clock.instant();
    }
  }

  /**
   * What has been read.
   *
   * @param readAt when
   * @param event highest id of an event then
   * @param isSettled whether no event came in the second before
   */
  private record Result(Overview overview, Instant readAt, long event, boolean isSettled) {

    private boolean holdsAt(Instant now, long eventNow) {
      Queue queue = overview.queue();
      boolean isIdle = queue.running() == 0 && queue.delayed() == 0 && queue.due() == 0;
      return isIdle && isSettled && event == eventNow && now.isBefore(readAt.plus(QUIET));
    }
  }

  /**
   * Returns the overview of at most a second ago, or of longer ago when reading it takes long or
   * nothing has happened since.
   */
  public Overview get() {
    Reading reading;
    boolean own = false;
    synchronized (this) {
      Reading known = latest;
      if (known == null || !known.isFresh()) {
        known = new Reading(latest);
        latest = known;
        own = true;
      }
      reading = known;
    }
    if (own) {
      reading.carryOut();
    }
    try {
      return reading.task.get().overview();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Overview read() {
    // Not within the transaction: a part of the process may answer late
    Health healthNow = health.read();
    return snapshot.read(() -> read(healthNow));
  }

  private Overview read(Health healthNow) {
    QueueView queueNow = queue.current();
    Instant asOf = queueNow.asOf();
    List<Worker> workersNow =
        workers.list("", WORKERS_SHOWN).stream().map(worker -> worker(worker, asOf)).toList();
    Trends trendsNow = trends.read(asOf);
    Instant day = trendsNow.day().get(0).at();
    List<FailureGroup> failures = failedJobs.groups(day, ERRORS_SHOWN);
    if (failures.size() < ERRORS_SHOWN && failed(trendsNow) != failed(failures)) {
      trends.forget();
      trendsNow = trends.read(asOf);
    }
    Counts counts = new Counts(Count.of(trendsNow.hour()), Count.of(trendsNow.day()));
    Queue figures = Queue.of(queueNow);
    Concerns concerns =
        new Concerns(
            figures,
            workersNow,
            counts,
            healthNow,
            callbacks.count(),
            configurations.countDecayedInUse(),
            schedules.figures().problems(),
            routes.refusal().orElse(null));
    return new Overview(
        asOf,
        sleep.check(concerns),
        figures,
        progress.running(RUNNING_SHOWN),
        workersNow,
        counts,
        trendsNow,
        failures,
        healthNow);
  }

  private static long failed(Trends trends) {
    return Count.of(trends.day()).failed();
  }

  private static long failed(List<FailureGroup> groups) {
    return groups.stream().mapToLong(FailureGroup::jobs).sum();
  }

  /** A heartbeat comes each second, and a worker is lost after the length of a lease. */
  private Worker worker(WorkerView worker, Instant asOf) {
    Duration silent = Duration.between(worker.lastHeartbeat(), asOf);
    boolean late = silent.compareTo(settings.lease().dividedBy(2)) > 0;
    return new Worker(
        worker.id(),
        worker.host(),
        worker.version(),
        worker.slots(),
        worker.running().size(),
        worker.lastHeartbeat(),
        late ? Worker.LATE : Worker.LIVING,
        worker.running());
  }
}
