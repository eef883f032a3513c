package dev.trainyard.cli.command;

import dev.trainyard.cli.client.ServiceException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How many items of a list are shown. */
final class PageOptions {
  @ArgGroup private final Most most = new Most();

  /** One of two. */
  static final class Most {
    @Option(
        names = "--limit",
        paramLabel = "NUMBER",
        description = "Most items to show. Default: 50.")
    private int limit = 50;

    @Option(names = "--all", description = "Show all items.")
    private boolean all;
  }

  int most() {
    if (most.limit < 1) {
      throw new ServiceException(
          ServiceException.USAGE, "--limit must be at least 1, not %d.".formatted(most.limit));
    }
    return most.all ? Integer.MAX_VALUE : most.limit;
  }
}
