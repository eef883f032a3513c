package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Palette.Tone;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands about the queue and those who work on it. */
public final class QueueCommands {
  private QueueCommands() {}

  /** {@code queue}. */
  @Command(
      name = "queue",
      description = "Show how many jobs wait and run, and which are next.",
      footer = {"%nExample:", "  trainyard queue"})
  public static final class Queue extends ServiceCommand {
    /** Creates the command. */
    public Queue(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      switch (session.format()) {
        case JSON -> session.json(session.service().get(ServicePath.of("/queue")));
        case IDS ->
            session
                .service()
                .get(ServicePath.of("/queue"))
                .json()
                .path("next")
                .forEach(job -> session.say(Cells.text(job, "job_id")));
        case TABLE -> print(session, session.service().get(ServicePath.of("/queue")).json());
      }
      return DONE;
    }

    private static void print(Session session, JsonNode queue) {
      boolean paused = queue.path("paused").asBoolean();
      new Details()
          .add(
              "queue",
              paused ? "paused: no job is handed out" : "open",
              paused ? Tone.WARNING : Tone.GOOD)
          .add("ready", Cells.pairs(queue.path("ready")))
          .add("delayed", Cells.text(queue, "delayed"))
          .add("running", Cells.text(queue, "running"))
          .add("oldest wait", Cells.number(queue, "oldest_wait_seconds") + " s")
          .add("workers", Cells.text(queue, "workers") + ", slots " + Cells.text(queue, "slots"))
          .print(session);
      List<JsonNode> next = new ArrayList<>();
      queue.path("next").forEach(next::add);
      if (!next.isEmpty()) {
        session.shell().out().println();
        session.table(
            next,
            List.of(
                Column.number("PLACE", row -> Cells.text(row, "queue_position")),
                Column.whole("JOB", row -> Cells.text(row, "job_id")),
                Column.whole("PRIORITY", row -> Cells.text(row, "priority"))));
      }
    }
  }

  /** {@code pause}. */
  @Command(
      name = "pause",
      description = "Hand out no more jobs; those that run go on.",
      footer = {"%nExample:", "  trainyard pause"})
  public static final class Pause extends ServiceCommand {
    /** Creates the command. */
    public Pause(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      return change(session, "/queue/pause", "The queue is paused.");
    }
  }

  /** {@code resume}. */
  @Command(
      name = "resume",
      description = "Hand out jobs again.",
      footer = {"%nExample:", "  trainyard resume"})
  public static final class Resume extends ServiceCommand {
    /** Creates the command. */
    public Resume(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      return change(session, "/queue/resume", "The queue is open.");
    }
  }

  private static int change(Session session, String path, String done) {
    switch (session.format()) {
      case JSON -> session.json(session.service().post(ServicePath.of(path)));
      case IDS -> session.service().post(ServicePath.of(path));
      case TABLE -> {
        session.service().post(ServicePath.of(path));
        session.say(done);
      }
    }
    return ServiceCommand.DONE;
  }

  /** {@code workers}. */
  @Command(
      name = "workers",
      description = "List living workers and what they run.",
      footer = {"%nExample:", "  trainyard workers"})
  public static final class Workers extends ServiceCommand {
    @Mixin private final PageOptions page = new PageOptions();

    /** Creates the command. */
    public Workers(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.list(
          ServicePath.of("/workers"),
          page.most(),
          "id",
          "There are no workers: no job will start.",
          List.of(
              Column.words("WORKER", row -> Cells.text(row, "id")),
              Column.words("HOST", row -> Cells.text(row, "host")),
              Column.number("PID", row -> Cells.text(row, "pid")),
              Column.number(
                  "RUNS", row -> row.path("running").size() + "/" + Cells.text(row, "slots")),
              Column.whole("HEARTBEAT", row -> Cells.time(row, "last_heartbeat")),
              Column.words("VERSION", row -> Cells.text(row, "version"))));
      return DONE;
    }
  }
}
