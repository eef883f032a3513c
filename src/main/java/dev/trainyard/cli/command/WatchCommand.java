package dev.trainyard.cli.command;

import dev.trainyard.cli.terminal.LiveLine;
import dev.trainyard.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watch}: a job until it has ended. */
@Command(
    name = "watch",
    description = "Show a job until it has ended; exit 1 when it failed or was cancelled.",
    footer = {
      "%nCtrl-C ends the command; the job goes on.",
      "%nExample:",
      "  trainyard watch --logs 01980a5d-ac96-774b-bcce-b302099a8057"
    })
public final class WatchCommand extends ServiceCommand {
  @Parameters(paramLabel = "JOB", description = "Id of the job.")
  private String job = "";

  @Option(names = "--logs", description = "Show the log of the job above its progress.")
  private boolean logs;

  /** Creates the command. */
  public WatchCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) throws InterruptedException {
    return new JobWatch(
            session, new LiveLine(session.shell()), logs ? new LogTail(session, job, 0) : null)
        .run(job);
  }
}
