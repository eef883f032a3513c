package dev.trainyard.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a command.
 *
 * @param in standard input
 * @param out what the command was asked for
 * @param err what goes wrong, and progress
 * @param variables environment variables
 * @param terminals which of the three streams are a terminal
 * @param columns width of the terminal; 80 where it is unknown
 */
public record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    Terminals terminals,
    IntSupplier columns) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20;
  private static final int MOST_COLUMNS = 1_000;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /**
   * Which streams are a terminal.
   *
   * @param in whether a person can answer
   * @param out whether a person reads the output
   * @param err whether a person reads the progress
   */
  public record Terminals(boolean in, boolean out, boolean err) {
    /** A script. */
    public static final Terminals NONE = new Terminals(false, false, false);
  }

  /** The shell of this process. */
  public static Shell ofProcess() {
    Map<String, String> variables = System.getenv();
    Terminals terminals = new Terminals(isTerminal(STDIN), isTerminal(STDOUT), isTerminal(STDERR));
    return new Shell(
        System.in,
        System.out,
        System.err,
        variables,
        terminals,
        () -> columns(variables, terminals.out() || terminals.err()));
  }

  /** Width in columns, from 20 on. */
  public int width() {
    return Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, columns.getAsInt()));
  }

  /** A variable that is set and not blank; null otherwise. */
  public @Nullable String variable(String name) {
    String value = variables.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /**
   * Asks for a secret. On a terminal what is typed does not appear.
   *
   * @return null when there is no line
   */
  public @Nullable String secret(String question) throws IOException {
    Console console = terminals.in() && terminals.err() ? System.console() : null;
    if (console == null) {
      return line();
    }
    char[] typed = console.readPassword("%s", question);
    return typed == null ? null : new String(typed);
  }

  /** Reads a line of standard input; null at its end. Reads no further than the line. */
  public @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }

  /** Linux tells it in a file; elsewhere a program of the system does. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return isTerminalBySystem(descriptor);
    }
  }

  private static boolean isTerminalBySystem(int descriptor) {
    try {
      return new ProcessBuilder("test", "-t", Integer.toString(descriptor))
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int columns(Map<String, String> variables, boolean terminal) {
    Integer told = number(variables.getOrDefault("COLUMNS", ""));
    if (told == null && terminal) {
      told = columnsOfTerminal();
    }
    return told == null ? USUAL_COLUMNS : told;
  }

  private static @Nullable Integer columnsOfTerminal() {
    try {
      Process stty =
          new ProcessBuilder(List.of("stty", "size"))
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
      return stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0
          ? number(size.substring(size.indexOf(' ') + 1))
          : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static @Nullable Integer number(String text) {
    return text.matches("[1-9][0-9]{0,5}") ? Integer.valueOf(text) : null;
  }
}
