package dev.trainyard.cli.command;

import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Shell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jobs}: the jobs of the service. */
@Command(
    name = "jobs",
    description = "List jobs, newest first.",
    footer = {
      "%nExamples:",
      "  trainyard jobs --status RUNNING",
      "  trainyard jobs --status FAILED --strategy LIQUIDITY_SWEEP --all -q"
    })
public final class JobsCommand extends ServiceCommand {
  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "PENDING, RUNNING, COMPLETED, FAILED or CANCELLED.")
  private @Nullable String status;

  @Option(names = "--strategy", paramLabel = "NAME", description = "Jobs of a strategy.")
  private @Nullable String strategy;

  @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Jobs of a market.")
  private @Nullable String symbol;

  @Option(names = "--batch", paramLabel = "BATCH", description = "Jobs of a batch.")
  private @Nullable String batch;

  @Mixin private final PageOptions page = new PageOptions();

  /** Creates the command. */
  public JobsCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    session.list(
        ServicePath.of("/jobs")
            .with("status", status == null ? null : status.toUpperCase(Locale.ROOT))
            .with("strategy", strategy)
            .with("symbol", symbol)
            .with("batch_id", batch),
        page.most(),
        "job_id",
        "There are no such jobs.",
        JobColumns.list());
    return DONE;
  }
}
