package dev.trainyard.cli.doctor;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.deadletter.FailedJobQueries;
import dev.trainyard.job.deadletter.FailureGroup;
import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.queue.QueueView;
import dev.trainyard.sql.Migrations;
import dev.trainyard.startup.Finding;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;

/** Examines why jobs do not start, and why they have failed. */
public final class QueueDiagnosis {
  private static final String QUEUE = "queue";
  private static final String FAILURES = "failed jobs";

  /** A free slot takes a job that is due within seconds. */
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration LATELY = Duration.ofHours(1);
  private static final int GROUPS = 5;
  private static final int MESSAGE = 200;

  private final Environment environment;
  private final DataSource database;
  private final Clock clock;

  /**
   * @param environment the settings of the service
   * @param database its database
   * @param clock tells which failures are of late
   */
  public QueueDiagnosis(Environment environment, DataSource database, Clock clock) {
    this.environment = environment;
    this.database = database;
    this.clock = clock;
  }

  /**
   * Returns what there is to say; nothing when the database cannot be asked or has another schema,
   * which is examined by itself.
   */
  public List<Finding> findings() {
    QueueSettings settings;
    try {
      settings = Binder.get(environment).bindOrCreate("trainyard.queue", QueueSettings.class);
    } catch (BindException e) {
      return List.of(
          Finding.wrong(
              QUEUE,
              "a setting of trainyard.queue cannot work: "
                  + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
              "Correct it; the page on settings has what is allowed."));
    }
    try {
      if (!hasSchema()) {
        return List.of();
      }
      List<Finding> findings = new ArrayList<>();
      findings.add(queue(QueueQueries.of(database, settings, clock).current(), settings));
      findings.addAll(
          failures(FailedJobQueries.of(database).groups(clock.instant().minus(LATELY), GROUPS)));
      return findings;
    } catch (DataAccessException e) {
      return List.of(
          Finding.wrong(
              QUEUE,
              "cannot be read: "
                  + String.valueOf(e.getMostSpecificCause().getMessage())
                      .lines()
                      .findFirst()
                      .orElse(""),
              "Grant the user of the service its rights: trainyard migrate --run-role ROLE."));
    }
  }

  private boolean hasSchema() {
    try {
      Migrations.Status status = Migrations.status(database);
      return status.pending() == 0 && status.failed() == 0 && status.refusal().isEmpty();
    } catch (RuntimeException e) {
      // ServersDiagnosis says why
      return false;
    }
  }

  private static Finding queue(QueueView queue, QueueSettings settings) {
    long ready = queue.ready().high() + queue.ready().normal() + queue.ready().low();
    Duration wait = Duration.ofSeconds((long) queue.oldestWaitSeconds());
    String message =
        "%d jobs are due, %d wait for their time, %d run in %d slots of %d workers"
            .formatted(ready, queue.delayed(), queue.running(), queue.slots(), queue.workers());
    if (ready > 0 && queue.paused()) {
      return Finding.warning(
          QUEUE,
          message + "; it is paused",
          "Resume it, unless somebody holds the jobs back: POST /api/v2/training/queue/resume.");
    }
    if (ready > 0 && queue.workers() == 0) {
      return Finding.wrong(
          QUEUE,
          message,
          "Start a process with trainyard.role=worker or all. Where one runs, see in its log whether its database is this one.");
    }
    if (ready > 0 && queue.running() < queue.slots() && wait.compareTo(SOON) > 0) {
      return Finding.wrong(
          QUEUE,
          "%s; slots are free, and a job has been due for %s".formatted(message, minutes(wait)),
          "See whether the route training runs in each worker (GET /api/v2/training/routes). A restart of a worker harms no job.");
    }
    if (ready + queue.delayed() >= settings.maxQueued()) {
      return Finding.warning(
          QUEUE,
          "%s; new ones are answered 429, as trainyard.queue.max-queued is %d"
              .formatted(message, settings.maxQueued()),
          "Add workers or slots, or cancel what is of no use.");
    }
    return ready > 0 && wait.compareTo(LONG) > 0
        ? Finding.warning(
            QUEUE,
            "%s; a job has been due for %s".formatted(message, minutes(wait)),
            "Add workers or slots.")
        : Finding.ok(QUEUE, message);
  }

  private static String minutes(Duration time) {
    return "%d minutes".formatted(time.toMinutes());
  }

  private static List<Finding> failures(List<FailureGroup> groups) {
    if (groups.isEmpty()) {
      return List.of(Finding.ok(FAILURES, "none in the last hour"));
    }
    return groups.stream()
        .map(
            group ->
                Finding.warning(
                    FAILURES,
                    "%d in the last hour by %s, the last one: %s"
                        .formatted(group.jobs(), group.errorClass(), shortened(group.message())),
                    "%s GET /api/v2/training/failed-jobs/%s has its request and its stack."
                        .formatted(advice(group.kind()), group.failedJobId())))
        .toList();
  }

  private static String advice(String kind) {
    return switch (FailureKind.of(kind)) {
      case LOST ->
          "Its workers died: status 3 and 137 are memory; raise -Xmx or the memory limit, or set fewer slots.";
      case TIMEOUT -> "Give such jobs a longer timeout_seconds or fewer trials.";
      case TRANSIENT -> "Bring back what it needed, then replay it.";
      case PERMANENT -> "Correct what the message names, then replay it or submit another.";
    };
  }

  private static String shortened(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() <= MESSAGE ? line : line.substring(0, MESSAGE) + "...";
  }
}
