package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.cli.terminal.Shell;
import dev.trainyard.cli.terminal.Shell.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs commands in this process, as a script would.
 *
 * @param variables environment variables
 * @param input standard input
 * @param columns width of the terminal
 */
public record CommandRun(Map<String, String> variables, String input, int columns) {

  /**
   * How a command ended.
   *
   * @param exit its exit code
   * @param out what it printed
   * @param err what it complained of
   */
  public record Outcome(int exit, String out, String err) {
    /** What it printed, line by line. */
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  /** A user without a configuration, who asks a service on this machine. */
  public static CommandRun at(int port) {
    return new CommandRun(
        Map.of("TRAINYARD_URL", "http://localhost:" + port, "HOME", "/nonexistent"), "", 400);
  }

  /** The same with one more variable. */
  public CommandRun with(String name, String value) {
    Map<String, String> more = new HashMap<>(variables);
    more.put(name, value);
    return new CommandRun(more, input, columns);
  }

  /** The same with another standard input. */
  public CommandRun reading(String text) {
    return new CommandRun(variables, text, columns);
  }

  /** The same on a screen of another width. */
  public CommandRun wide(int width) {
    return new CommandRun(variables, input, width);
  }

  /** Runs a command. */
  public Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            variables,
            Terminals.NONE,
            () -> columns);
    int exit = new Commands(shell, TrainyardApplication.class).run(arguments);
    return new Outcome(exit, out.toString(UTF_8), err.toString(UTF_8));
  }
}
