package dev.trainyard.cli;

import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.text.NearestNames;
import java.io.PrintStream;
import java.util.List;

/**
 * Refuses a first argument that is neither a command nor a setting: a service started by a typing
 * error would take jobs.
 */
final class UnknownCommand {
  private final List<String> names;
  private final PrintStream err;

  /**
   * @param names the names of all commands
   * @param err receives what is wrong and what is allowed
   */
  UnknownCommand(List<String> names, PrintStream err) {
    this.names = List.copyOf(names);
    this.err = err;
  }

  /**
   * Reports the word in one line.
   *
   * @return the exit code
   */
  int run(String word) {
    String nearest = NearestNames.suggestion(word, names);
    err.printf(
        "There is no command '%s'%s \"trainyard --help\" lists all. Without one the service starts,"
            + " with settings as --name=value.%n",
        word, nearest.isEmpty() ? "." : nearest);
    return ServiceException.USAGE;
  }
}
