package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.JobFollower;
import dev.trainyard.cli.client.JobListener;
import dev.trainyard.cli.client.Outage;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.LiveLine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shows a job until it has ended: a bar, and above it the log if that is wanted. */
final class JobWatch implements JobListener {
  /** How long a service may be away: a restart or an update of it. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Session session;
  private final LiveLine line;
  private final @Nullable LogTail log;

  /**
   * @param line where the bar is drawn
   * @param log null for none
   */
  JobWatch(Session session, LiveLine line, @Nullable LogTail log) {
    this.session = session;
    this.line = line;
    this.log = log;
  }

  /** Follows jobs of a service. */
  static JobFollower follower(Session session) {
    return new JobFollower(session.service(), Thread::sleep, PATIENCE);
  }

  /** Waits for a service that is away. */
  static Outage outage(Session session) {
    return new Outage(session.service().target(), Thread::sleep, PATIENCE);
  }

  /**
   * Follows a job to its end, and shows its outcome.
   *
   * @return 0 when it is completed, 1 when it failed or was cancelled
   */
  int run(String job) throws InterruptedException {
    try {
      return show(job, follower(session).follow(job, this));
    } finally {
      line.clear();
    }
  }

  /** Does the same for a job that was just submitted. */
  int runSubmitted(String job) throws InterruptedException {
    try {
      return show(job, follower(session).followAccepted(job, this));
    } finally {
      line.clear();
    }
  }

  private int show(String job, JsonNode ended) {
    line.clear();
    String status = Cells.text(ended, "status");
    boolean completed = status.equals("COMPLETED");
    switch (session.format()) {
      case JSON -> session.json(session.service().get(ServicePath.of("/jobs/{}", job)));
      case IDS -> {
        // The caller has printed the id
      }
      case TABLE -> {
        if (completed) {
          JobResult.print(
              session, session.service().get(ServicePath.of("/jobs/{}/results", job)).json());
        }
      }
    }
    if (!completed) {
      String reason = Cells.text(ended, "error.message");
      session.note("The job is %s%s".formatted(status, reason.isEmpty() ? "." : ": " + reason));
    }
    return completed ? ServiceCommand.DONE : ServiceCommand.FAILED;
  }

  @Override
  public void progress(JsonNode progress) {
    if (session.format() != Format.IDS) {
      line.show(ProgressText.heading(progress), ProgressText.line(progress, line.width()));
    }
  }

  @Override
  public void log(long upTo) {
    if (log != null) {
      log.read(
          upTo,
          answer ->
              answer
                  .json()
                  .path("items")
                  .forEach(
                      entry -> line.above(session.shell().err(), LogTail.line(session, entry))));
    }
  }

  @Override
  public void away(String reason) {
    if (session.format() != Format.IDS) {
      line.above(session.shell().err(), reason + " Trying again.");
    }
  }
}
