package dev.trainyard.cli.command;

import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks a service. */
@Command(sortOptions = false, usageHelpAutoWidth = true, abbreviateSynopsis = true)
abstract class ServiceCommand implements Callable<Integer> {
  /** Exit code: done. */
  static final int DONE = 0;

  /** Exit code: the job failed, or something was found wrong. */
  static final int FAILED = 1;

  /** Picocli reads it. */
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Mixin private final ServiceOptions options = new ServiceOptions();

  private final Shell shell;

  ServiceCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    return run(options.open(shell));
  }

  /**
   * Does it.
   *
   * @return the exit code
   */
  abstract int run(Session session) throws IOException, InterruptedException;
}
