package dev.trainyard.cli;

import dev.trainyard.text.NearestNames;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Refuses a first argument that is neither a command nor a setting: a service started by a typing
 * error would take jobs.
 */
public final class UnknownCommand {
  /** The command line is wrong (sysexits.h). */
  public static final int EX_USAGE = 64;

  private final Map<String, String> usages;
  private final PrintStream err;

  /**
   * @param usages the usage of each command, by its name
   * @param err receives what is wrong and what is allowed
   */
  public UnknownCommand(Map<String, String> usages, PrintStream err) {
    this.usages = new TreeMap<>(usages);
    this.err = err;
  }

  /**
   * Reports the word in one line.
   *
   * @return the exit code
   */
  public int run(String word) {
    String nearest = NearestNames.suggestion(word, usages.keySet());
    err.printf(
        "There is no command '%s'%s Commands are %s. Without one the service starts, with settings as --name=value.%n",
        word, nearest.isEmpty() ? "." : nearest, String.join(" and ", usages.values()));
    return EX_USAGE;
  }
}
