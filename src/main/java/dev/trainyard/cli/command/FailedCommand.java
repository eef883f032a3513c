package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.PlainText;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code failed}: the dead letters. */
@Command(
    name = "failed",
    description = "List the dead letters of failed jobs, newest first.",
    footer = {
      "%nExamples:",
      "  trainyard failed --kind permanent",
      "  trainyard failed show 01980a63-7b1c-7aa2-b6d4-2f1e0d9c8b7a"
    })
public final class FailedCommand extends ServiceCommand {
  @Mixin private final FailedFilter filter = new FailedFilter();

  @Option(
      names = "--replayed",
      negatable = true,
      description = "Those that were replayed; --no-replayed the others.")
  private @Nullable Boolean replayed;

  @Mixin private final PageOptions page = new PageOptions();

  /** Creates the command. */
  public FailedCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    session.list(
        filter.in(ServicePath.of("/failed-jobs")).with("replayed", replayed),
        page.most(),
        "id",
        "There are no such dead letters.",
        List.of(
            Column.whole("DEAD LETTER", row -> Cells.text(row, "id")),
            Column.whole("KIND", row -> Cells.text(row, "kind")),
            Column.words("MESSAGE", row -> Cells.text(row, "message")),
            Column.words("STRATEGY", row -> Cells.text(row, "strategy")),
            Column.words("MARKET", row -> Cells.market(row, "symbol", "timeframe")),
            Column.whole("FAILED", row -> Cells.time(row, "failed_at")),
            Column.whole("JOB", row -> Cells.text(row, "job_id")),
            Column.whole("REPLAYED AS", row -> Cells.text(row, "replayed_as"))));
    return DONE;
  }

  /** {@code failed show}. */
  @Command(name = "show", description = "Show a dead letter with its stack.")
  public static final class Show extends ServiceCommand {
    @Parameters(paramLabel = "DEAD LETTER", description = "Id of the dead letter.")
    private String id = "";

    /** Creates the command. */
    public Show(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.show(
          session.service().get(ServicePath.of("/failed-jobs/{}", id)),
          "id",
          letter -> print(session, letter));
      return DONE;
    }

    private static void print(Session session, JsonNode letter) {
      new Details()
          .add("dead letter", Cells.text(letter, "id"))
          .add("job", Cells.text(letter, "job_id"))
          .add("strategy", Cells.text(letter, "strategy"))
          .add("market", Cells.market(letter, "symbol", "timeframe"))
          .add("stage", Cells.text(letter, "stage"))
          .add("kind", Cells.text(letter, "kind"))
          .add("message", Cells.text(letter, "message"), Cells.tone("FAILED"))
          .add("class", Cells.text(letter, "error_class"))
          .add("attempts", Cells.text(letter, "attempts"))
          .add("worker", Cells.text(letter, "worker_id"))
          .add("failed", Cells.time(letter, "failed_at"))
          .add("kept until", Cells.time(letter, "expires_at"))
          .add("replayed as", Cells.text(letter, "replayed_as"))
          .print(session);
      session.shell().out().println();
      Cells.text(letter, "stack")
          .lines()
          .forEach(line -> session.shell().out().println(PlainText.of(line)));
    }
  }

  /** {@code failed discard}. */
  @Command(name = "discard", description = "Delete dead letters.")
  public static final class Discard extends ServiceCommand {
    @Parameters(arity = "1..*", paramLabel = "DEAD LETTER", description = "Ids.")
    private List<String> ids = new ArrayList<>();

    /** Creates the command. */
    public Discard(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      for (String id : ids) {
        session.service().delete(ServicePath.of("/failed-jobs/{}", id));
        session.note("Dead letter %s is deleted.".formatted(id));
      }
      return DONE;
    }
  }
}
