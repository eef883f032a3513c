package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: new jobs with the requests of failed ones. */
@Command(
    name = "replay",
    description = "Submit new jobs with the requests of failed ones.",
    footer = {
      "%nExamples:",
      "  trainyard replay 01980a63-7b1c-7aa2-b6d4-2f1e0d9c8b7a",
      "  trainyard replay --kind lost"
    })
public final class ReplayCommand extends ServiceCommand {
  @Parameters(arity = "0..*", paramLabel = "DEAD LETTER", description = "Ids of dead letters.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "All dead letters.")
  private boolean all;

  @Mixin private final FailedFilter filter = new FailedFilter();

  /** Creates the command. */
  public ReplayCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    int ways = (ids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (filter.isGiven() ? 1 : 0);
    if (ways != 1) {
      throw new ServiceException(
          ServiceException.USAGE,
          "Name dead letters, or filter them such as with --kind, or use --all: one of these.");
    }
    if (ids.isEmpty()) {
      replayMatching(session);
    } else {
      ids.forEach(id -> replay(session, id));
    }
    return DONE;
  }

  private static void replay(Session session, String id) {
    session.show(
        session.service().post(ServicePath.of("/failed-jobs/{}/replay", id)),
        "job_id",
        made ->
            session.say(
                "Job %s replays %s."
                    .formatted(Cells.text(made, "job_id"), Cells.text(made, "replay_of"))));
  }

  private void replayMatching(Session session) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    filter.into(body);
    session.show(
        session.service().post(ServicePath.of("/failed-jobs/replay"), body, Map.of()),
        "batch_id",
        made -> {
          String batch = Cells.text(made, "batch_id");
          session.say(
              batch.isEmpty()
                  ? "There is nothing to replay."
                  : "Batch %s replays %s jobs.".formatted(batch, Cells.text(made, "jobs")));
        });
  }
}
