package dev.trainyard.cli.command;

import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The commands that change jobs. Each takes several ids, and stops at the first that is refused.
 */
public final class JobActions {
  private JobActions() {}

  /** {@code cancel}: jobs end without a result. */
  @Command(
      name = "cancel",
      description = "Cancel jobs, whether they wait or run.",
      footer = {
        "%nExamples:",
        "  trainyard cancel 01980a5d-ac96-774b-bcce-b302099a8057",
        "  trainyard jobs --status PENDING --all -q | xargs trainyard cancel"
      })
  public static final class Cancel extends ServiceCommand {
    @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of the jobs.")
    private List<String> jobs = new ArrayList<>();

    /** Creates the command. */
    public Cancel(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      for (String job : jobs) {
        show(session, session.service().delete(ServicePath.of("/jobs/{}", job)));
      }
      return DONE;
    }
  }

  /** {@code retry}: jobs that failed or were cancelled run again. */
  @Command(
      name = "retry",
      description = "Run failed or cancelled jobs again.",
      footer = {"%nExample:", "  trainyard retry 01980a5d-ac96-774b-bcce-b302099a8057"})
  public static final class Retry extends ServiceCommand {
    @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of the jobs.")
    private List<String> jobs = new ArrayList<>();

    /** Creates the command. */
    public Retry(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      for (String job : jobs) {
        show(session, session.service().post(ServicePath.of("/jobs/{}/retry", job)));
      }
      return DONE;
    }
  }

  private static void show(Session session, Answer answer) {
    session.show(
        answer,
        "job_id",
        job ->
            session.say(
                "Job %s is %s.".formatted(Cells.text(job, "job_id"), Cells.text(job, "status"))));
  }
}
