package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code show}: a job with its attempts, and its result when it has one. */
@Command(
    name = "show",
    description = "Show a job, its attempts and its result.",
    footer = {"%nExample:", "  trainyard show 01980a5d-ac96-774b-bcce-b302099a8057"})
public final class ShowCommand extends ServiceCommand {
  @Parameters(paramLabel = "JOB", description = "Id of the job.")
  private String job = "";

  /** Creates the command. */
  public ShowCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    session.show(
        session.service().get(ServicePath.of("/jobs/{}", job)),
        "job_id",
        shown -> {
          print(session, shown);
          if (Cells.text(shown, "status").equals("COMPLETED")) {
            session.shell().out().println();
            JobResult.print(
                session, session.service().get(ServicePath.of("/jobs/{}/results", job)).json());
          }
        });
    return DONE;
  }

  private static void print(Session session, JsonNode job) {
    String status = Cells.text(job, "status");
    String position = Cells.text(job, "queue_position");
    new Details()
        .add("job", Cells.text(job, "job_id"))
        .add(
            "status",
            position.isEmpty() ? status : "%s, place %s in the queue".formatted(status, position),
            Cells.tone(status))
        .add("stage", Cells.text(job, "stage"))
        .add("percentage", JobColumns.percent(job))
        .add("strategy", Cells.text(job, "request.strategy"))
        .add(
            "market",
            Cells.market(job.path("request"), "symbol", "timeframe")
                + " at "
                + Cells.text(job, "request.exchange"))
        .add("priority", Cells.text(job, "priority"))
        .add("batch", Cells.text(job, "batch_id"))
        .add("worker", Cells.text(job, "worker_id"))
        .add("created", Cells.time(job, "created_at"))
        .add("created by", Cells.text(job, "created_by"))
        .add("started", Cells.time(job, "started_at"))
        .add("finished", Cells.time(job, "finished_at"))
        .add("took", Cells.between(job, "started_at", "finished_at"))
        .add("error", Cells.text(job, "error.message"), Cells.tone("FAILED"))
        .add("error class", Cells.text(job, "error.class"))
        .add("kind", Cells.text(job, "error.kind"))
        .add("configuration", Cells.text(job, "config_id"))
        .add("replay of", Cells.text(job, "replay_of"))
        .add("trace", Cells.text(job, "trace_id"))
        .print(session);
    List<JsonNode> attempts = new ArrayList<>();
    job.path("attempts").forEach(attempts::add);
    if (!attempts.isEmpty()) {
      session.shell().out().println();
      session.table(
          attempts,
          List.of(
              Column.number("ATTEMPT", row -> Cells.text(row, "number")),
              Column.<JsonNode>whole("OUTCOME", row -> Cells.text(row, "outcome"))
                  .in(row -> Cells.tone(Cells.text(row, "outcome"))),
              Column.whole("STARTED", row -> Cells.time(row, "started_at")),
              Column.whole("TOOK", row -> Cells.between(row, "started_at", "finished_at")),
              Column.words("WORKER", row -> Cells.text(row, "worker_id")),
              Column.words("ERROR", row -> Cells.text(row, "error.message"))));
    }
  }
}
