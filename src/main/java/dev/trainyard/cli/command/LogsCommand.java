package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.JobListener;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}: what a job did. */
@Command(
    name = "logs",
    description = "Print the log of a job.",
    footer = {"%nExample:", "  trainyard logs --follow 01980a5d-ac96-774b-bcce-b302099a8057"})
public final class LogsCommand extends ServiceCommand {
  @Parameters(paramLabel = "JOB", description = "Id of the job.")
  private String job = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the job has ended.")
  private boolean follow;

  @Option(
      names = "--after",
      paramLabel = "NUMBER",
      description = "Begin after the line with this seq.")
  private long after;

  /** Creates the command. */
  public LogsCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) throws InterruptedException {
    // An unknown job has no log, and is told so
    session.service().get(ServicePath.of("/jobs/{}", job));
    LogTail tail = new LogTail(session, job, Math.max(0, after));
    tail.read(Long.MAX_VALUE, answer -> print(session, answer));
    if (follow) {
      JobWatch.follower(session)
          .follow(
              job,
              new JobListener() {
                @Override
                public void progress(JsonNode progress) {
                  // The log is what was asked for
                }

                @Override
                public void log(long upTo) {
                  tail.read(upTo, answer -> print(session, answer));
                }

                @Override
                public void away(String reason) {
                  session.note(reason + " Trying again.");
                }
              });
    }
    return DONE;
  }

  private static void print(Session session, Answer answer) {
    switch (session.format()) {
      case JSON -> session.json(answer);
      case IDS ->
          answer.json().path("items").forEach(line -> session.say(Cells.text(line, "message")));
      case TABLE ->
          answer
              .json()
              .path("items")
              .forEach(line -> session.shell().out().println(LogTail.line(session, line)));
    }
    session.shell().out().flush();
  }
}
