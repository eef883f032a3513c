package dev.trainyard.overview;

import dev.trainyard.job.deadletter.FailureGroup;
import dev.trainyard.job.queue.QueueView;
import dev.trainyard.job.view.RunningJob;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The service at one moment. All figures of jobs are of one snapshot of the database.
 *
 * @param asOf that moment
 * @param sleep whether the operator may sleep
 * @param queue waiting jobs and what can be run at once
 * @param running jobs that run, oldest first; the first of them only
 * @param workers workers that have sent a heartbeat lately
 * @param counts what happened in the hour and the day of the trends
 * @param trends what happened, by the time
 * @param failures failures of the day of the trends by their error, the most frequent first
 * @param health whether the parts of the process that answers work
 */
public record Overview(
    Instant asOf,
    Sleep sleep,
    Queue queue,
    List<RunningJob> running,
    List<Worker> workers,
    Counts counts,
    Trends trends,
    List<FailureGroup> failures,
    Health health) {
  public Overview {
    running = List.copyOf(running);
    workers = List.copyOf(workers);
    failures = List.copyOf(failures);
  }

  /**
   * The queue.
   *
   * @param paused whether no jobs are handed out
   * @param ready jobs that are due, by priority
   * @param delayed jobs that are due later
   * @param running jobs that workers are running
   * @param oldestWaitSeconds how long the longest waiting job has been due; 0 when none waits
   * @param workers living workers
   * @param slots jobs that these can run at once
   */
  public record Queue(
      boolean paused,
      QueueView.Ready ready,
      long delayed,
      long running,
      double oldestWaitSeconds,
      int workers,
      int slots) {

    static Queue of(QueueView queue) {
      return new Queue(
          queue.paused(),
          queue.ready(),
          queue.delayed(),
          queue.running(),
          queue.oldestWaitSeconds(),
          queue.workers(),
          queue.slots());
    }

    long due() {
      return ready.high() + ready.normal() + ready.low();
    }
  }

  /**
   * A worker.
   *
   * @param id its id, new after each start
   * @param host host that it runs on
   * @param version version of the service
   * @param slots jobs that it can run at once
   * @param running jobs that it is running
   * @param lastHeartbeat time of its last heartbeat
   * @param state {@code living}, or {@code late} when its heartbeat is overdue
   * @param jobIds those jobs
   */
  public record Worker(
      String id,
      String host,
      String version,
      int slots,
      int running,
      Instant lastHeartbeat,
      String state,
      List<UUID> jobIds) {
    static final String LIVING = "living";
    static final String LATE = "late";

    public Worker {
      jobIds = List.copyOf(jobIds);
    }
  }

  /**
   * What happened to jobs.
   *
   * @param hour in the hour of the trends
   * @param day in the day of the trends
   */
  public record Counts(Count hour, Count day) {}

  /**
   * What happened to jobs from a time on.
   *
   * @param since that time
   * @param submitted jobs that were submitted
   * @param completed jobs that completed
   * @param failed jobs that failed for good, whatever has been made of them since
   * @param cancelled jobs that were cancelled
   */
  public record Count(Instant since, long submitted, long completed, long failed, long cancelled) {

    static Count of(List<Point> points) {
      return new Count(
          points.get(0).at(),
          points.stream().mapToLong(Point::submitted).sum(),
          points.stream().mapToLong(Point::completed).sum(),
          points.stream().mapToLong(Point::failed).sum(),
          points.stream().mapToLong(Point::cancelled).sum());
    }
  }

  /**
   * What happened to jobs, by the time; the last point of each is not over yet.
   *
   * @param hour by minutes
   * @param day by quarters of an hour
   */
  public record Trends(List<Point> hour, List<Point> day) {
    public Trends {
      hour = List.copyOf(hour);
      day = List.copyOf(day);
    }
  }

  /**
   * What happened to jobs from a time to that of the next point.
   *
   * @param at that time
   * @param submitted jobs that were submitted
   * @param completed jobs that completed
   * @param failed jobs that failed for good
   * @param cancelled jobs that were cancelled
   */
  public record Point(Instant at, long submitted, long completed, long failed, long cancelled) {}

  /**
   * Whether the parts of a process work.
   *
   * @param status {@code UP} when all do, else the worst
   * @param components the parts by name
   */
  public record Health(String status, List<Component> components) {
    public Health {
      components = List.copyOf(components);
    }
  }

  /**
   * A part of a process.
   *
   * @param name its name, such as {@code redis}
   * @param status {@code UP}, {@code DEGRADED}, {@code DOWN}, or another that it has
   * @param reason why it is not up; empty when it is
   */
  public record Component(String name, String status, String reason) {}

  /**
   * Whether the operator may sleep.
   *
   * @param ok whether nothing needs anybody
   * @param reasons what there is to say, the most urgent first; empty when there is nothing
   */
  public record Sleep(boolean ok, List<Reason> reasons) {
    public Sleep {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Something that the operator should know.
   *
   * @param severity how urgent it is
   * @param message what it is, and what to do
   * @param linkTo page of the dashboard that shows it, relative to the root of the service
   */
  public record Reason(Severity severity, String message, String linkTo) {}
}
