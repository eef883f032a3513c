package dev.trainyard.overview;

import dev.trainyard.callback.CallbackStore;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.overview.Overview.Component;
import dev.trainyard.overview.Overview.Count;
import dev.trainyard.overview.Overview.Counts;
import dev.trainyard.overview.Overview.Health;
import dev.trainyard.overview.Overview.Queue;
import dev.trainyard.overview.Overview.Reason;
import dev.trainyard.overview.Overview.Sleep;
import dev.trainyard.overview.Overview.Worker;
import dev.trainyard.route.reload.RouteEdit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words whether somebody has to look after the service. */
@org.springframework.stereotype.Component
class SleepCheck {
  private static final String OVERVIEW = "#/";
  private static final String JOBS = "#/jobs";
  private static final String WAITING = "#/jobs?status=PENDING";
  private static final String FAILED = "#/jobs?status=FAILED";
  private static final String WORKERS = "#/workers";
  private static final String ROUTES = "#/routes";
  private static final String CALLBACKS = "#/callbacks?state=dead";
  private static final String SCHEDULES = "#/schedules";
  private static final String CONFIGURATIONS = "#/configurations?lifecycle=DECAY&active=true";

  /** A worker with a free slot takes a job at once; without Redis, a second later. */
  private static final Duration LONG_WAIT = Duration.ofMinutes(1);

  private static final int FEW_FAILURES = 3;
  private static final int MANY_FAILURES = 10;
  private static final double NEARLY_FULL = 0.9;

  private final QueueSettings settings;

  SleepCheck(QueueSettings settings) {
    this.settings = settings;
  }

  /**
   * What there is to judge.
   *
   * @param queue the queue
   * @param workers the workers
   * @param counts what happened to jobs lately
   * @param health the parts of this process
   * @param callbacks callbacks that are not delivered
   * @param decayedInUse configurations that are used although they have decayed
   * @param scheduleProblems schedules that something keeps from firing
   * @param refused the edit of the files on disk that was refused; null when these are what runs
   */
  record Concerns(
      Queue queue,
      List<Worker> workers,
      Counts counts,
      Health health,
      CallbackStore.Counts callbacks,
      long decayedInUse,
      long scheduleProblems,
      @Nullable RouteEdit refused) {}

  /** Judges. */
  Sleep check(Concerns concerns) {
    List<Reason> reasons = new ArrayList<>();
    queue(concerns.queue(), reasons);
    workers(concerns, reasons);
    failures(concerns.counts(), reasons);
    health(concerns.health(), reasons);
    if (concerns.refused() != null) {
      add(
          reasons,
          Severity.WARNING,
          ROUTES,
          "An edit of %s was refused: the files on disk are not what runs.",
          String.join(", ", concerns.refused().files()));
    }
    if (concerns.callbacks().dead() > 0) {
      add(
          reasons,
          Severity.WARNING,
          CALLBACKS,
          "%s could not be delivered and %s given up.",
          many(concerns.callbacks().dead(), "callback"),
          concerns.callbacks().dead() == 1 ? "was" : "were");
    }
    if (concerns.decayedInUse() > 0) {
      add(
          reasons,
          Severity.WARNING,
          CONFIGURATIONS,
          "%s in use %s decayed: newer candles do not show the edge any more.",
          many(concerns.decayedInUse(), "configuration"),
          concerns.decayedInUse() == 1 ? "has" : "have");
    }
    if (concerns.scheduleProblems() > 0) {
      add(
          reasons,
          Severity.WARNING,
          SCHEDULES,
          "%s cannot fire.",
          many(concerns.scheduleProblems(), "schedule"));
    }
    reasons.sort(Comparator.comparing(Reason::severity));
    boolean ok = reasons.stream().allMatch(reason -> reason.severity() == Severity.INFO);
    return new Sleep(ok, reasons);
  }

  private void queue(Queue queue, List<Reason> reasons) {
    long due = queue.due();
    if (queue.paused()) {
      if (due > 0) {
        add(
            reasons,
            Severity.WARNING,
            WAITING,
            "The queue is paused while %s, the oldest for %s.",
            due == 1 ? "1 job waits" : many(due, "job") + " wait",
            time(queue.oldestWaitSeconds()));
      } else {
        add(reasons, Severity.WARNING, OVERVIEW, "The queue is paused: no job will start.");
      }
    } else if (due > 0
        && queue.running() < queue.slots()
        && queue.oldestWaitSeconds() > LONG_WAIT.toSeconds()) {
      add(
          reasons,
          Severity.WARNING,
          WAITING,
          "The oldest job has waited %s although %,d of %s %s free.",
          time(queue.oldestWaitSeconds()),
          queue.slots() - queue.running(),
          many(queue.slots(), "slot"),
          queue.slots() - queue.running() == 1 ? "is" : "are");
    } else if (due > 0 && queue.oldestWaitSeconds() > LONG_WAIT.toSeconds() && queue.slots() > 0) {
      add(
          reasons,
          Severity.INFO,
          WAITING,
          "All slots are busy; the oldest of %s has waited %s.",
          many(due, "job"),
          time(queue.oldestWaitSeconds()));
    }
    long waiting = due + queue.delayed();
    if (waiting >= NEARLY_FULL * settings.maxQueued()) {
      add(
          reasons,
          Severity.WARNING,
          WAITING,
          "The queue is nearly full: %s of at most %,d wait, and more will be refused.",
          many(waiting, "job"),
          settings.maxQueued());
    }
  }

  private static void workers(Concerns concerns, List<Reason> reasons) {
    Queue queue = concerns.queue();
    if (queue.workers() == 0) {
      long due = queue.due();
      add(
          reasons,
          Severity.CRITICAL,
          WORKERS,
          due == 0 ? "No worker is alive: no job will start." : "No worker is alive while %s.",
          due == 1 ? "1 job waits" : many(due, "job") + " wait");
    }
    for (Worker worker : concerns.workers()) {
      if (worker.state().equals(Worker.LATE)) {
        add(
            reasons,
            Severity.WARNING,
            WORKERS,
            "Worker %s on %s has missed heartbeats; soon its %s to others.",
            worker.id(),
            worker.host(),
            worker.running() == 1 ? "job goes" : "jobs go");
      }
    }
  }

  private static void failures(Counts counts, List<Reason> reasons) {
    Count hour = counts.hour();
    if (hour.failed() >= MANY_FAILURES && hour.completed() == 0) {
      add(
          reasons,
          Severity.CRITICAL,
          FAILED,
          "%s failed in the last hour and none completed.",
          many(hour.failed(), "job"));
    } else if (hour.failed() >= FEW_FAILURES && hour.failed() > hour.completed()) {
      add(
          reasons,
          Severity.WARNING,
          FAILED,
          "%s failed in the last hour and only %,d completed.",
          many(hour.failed(), "job"),
          hour.completed());
    } else if (hour.failed() > 0) {
      add(
          reasons,
          Severity.INFO,
          FAILED,
          "%s failed in the last hour, %,d completed.",
          many(hour.failed(), "job"),
          hour.completed());
    }
  }

  private static void health(Health health, List<Reason> reasons) {
    for (Component component : health.components()) {
      if (component.reason().isEmpty()) {
        continue;
      }
      Severity severity =
          component.status().equals("DOWN") || component.status().equals("OUT_OF_SERVICE")
              ? Severity.CRITICAL
              : Severity.WARNING;
      switch (component.name()) {
        case "redis" ->
            add(
                reasons,
                severity,
                OVERVIEW,
                "Redis is away: jobs are accepted and run, and start up to a second later.");
        case "routes" ->
            add(
                reasons,
                severity,
                ROUTES,
                "Routes that the service needs do not run: %s.",
                component.reason());
        case "queue" ->
            add(
                reasons,
                severity,
                WORKERS,
                "The worker of this process has stopped fetching jobs: %s.",
                component.reason());
        case "disk" ->
            add(reasons, severity, OVERVIEW, "The disk is nearly full: %s.", component.reason());
        case "db" ->
            add(reasons, severity, OVERVIEW, "PostgreSQL is in trouble: %s.", component.reason());
        default ->
            add(
                reasons,
                severity,
                JOBS,
                "%s is %s: %s.",
                component.name(),
                component.status(),
                component.reason());
      }
    }
  }

  private static void add(
      List<Reason> reasons, Severity severity, String link, String message, Object... values) {
    reasons.add(new Reason(severity, String.format(Locale.ROOT, message, values), link));
  }

  private static String many(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : noun + "s");
  }

  private static String time(double seconds) {
    Duration time = Duration.ofSeconds((long) seconds);
    if (time.compareTo(Duration.ofMinutes(2)) < 0) {
      return time.toSeconds() + " s";
    }
    return time.compareTo(Duration.ofHours(2)) < 0
        ? time.toMinutes() + " min"
        : time.toHours() + " h";
  }
}
