package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A program to run to its end.
 *
 * <p>Every wait has a limit. On SIGTERM, Spring interrupts and then abandons a start that waits
 * without one, which would leave servers behind.
 */
record Command(List<String> line) {

  private static final Duration EXIT_AFTER_OUTPUT = Duration.ofSeconds(10);

  /** ETXTBSY, as JDK 17 and JDK 25 word it. */
  private static final Pattern TEXT_FILE_BUSY = Pattern.compile("error(=|: )26\\b");

  private static final int BUSY_ATTEMPTS = 100;
  private static final long BUSY_PAUSE_MILLIS = 50;

  /** The exit code of a program, and what it printed on both streams. */
  record Result(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }

    /** Returns the last line that is not blank, where programs explain a failure. */
    String lastLine() {
      return output
          .lines()
          .filter(text -> !text.isBlank())
          .reduce("", (first, last) -> last)
          .strip();
    }
  }

  static Command of(String... line) {
    return new Command(List.of(line));
  }

  /**
   * Creates a command of PostgreSQL, which refuses to be root: root runs it in a user namespace of
   * its own, as nobody.
   */
  static Command ofPostgres(Path program, String... arguments) {
    List<String> line = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      line.addAll(List.of("unshare", "-U"));
    }
    line.add(program.toString());
    line.addAll(List.of(arguments));
    return new Command(line);
  }

  /** Runs the program, and waits until it has closed its output and ended. */
  Result run() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = start(builder);
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(EXIT_AFTER_OUTPUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(line.get(0) + " closed its output but did not end");
      }
      return new Result(process.exitValue(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + line.get(0) + " ran", e);
    } finally {
      process.destroy();
    }
  }

  /**
   * Starts the program, waiting a few seconds for a file that is still open for writing. A child
   * that another thread forks while we unpack a program holds that file open until its own exec.
   */
  private static Process start(ProcessBuilder builder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return builder.start();
      } catch (IOException e) {
        if (attempt == BUSY_ATTEMPTS
            || !TEXT_FILE_BUSY.matcher(String.valueOf(e.getMessage())).find()) {
          throw e;
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(BUSY_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted before the start of " + builder.command().get(0), e);
      }
    }
  }
}
