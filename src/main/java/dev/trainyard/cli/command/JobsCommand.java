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

  @Option(names = "--exchange", paramLabel = "NAME", description = "Jobs of an exchange.")
  private @Nullable String exchange;

  @Option(names = "--timeframe", paramLabel = "TIMEFRAME", description = "Jobs of a timeframe.")
  private @Nullable String timeframe;

  @Option(names = "--priority", paramLabel = "PRIORITY", description = "high, normal or low.")
  private @Nullable String priority;

  @Option(
      names = "--created-by",
      paramLabel = "NAME",
      description = "Jobs that somebody submitted.")
  private @Nullable String createdBy;

  @Option(
      names = "--error",
      paramLabel = "TEXT",
      description = "Jobs whose error has a text in its name or message.")
  private @Nullable String error;

  @Option(
      names = "--created-after",
      paramLabel = "TIME",
      description = "Jobs submitted from a time.")
  private @Nullable String createdAfter;

  @Option(
      names = "--created-before",
      paramLabel = "TIME",
      description = "Jobs submitted before a time.")
  private @Nullable String createdBefore;

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
            .with("batch_id", batch)
            .with("exchange", exchange)
            .with("timeframe", timeframe)
            .with("priority", priority)
            .with("created_by", createdBy)
            .with("error", error)
            .with("created_after", createdAfter)
            .with("created_before", createdBefore),
        page.most(),
        "job_id",
        "There are no such jobs.",
        JobColumns.list());
    return DONE;
  }
}
