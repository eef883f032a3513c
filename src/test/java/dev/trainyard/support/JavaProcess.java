package dev.trainyard.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java program that a test runs in a process of its own, with the class path of the test. */
public final class JavaProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path output;
  private final Path errors;

  private JavaProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * Starts the main class. Variables that choose servers or Java options are not handed down.
   *
   * @param directory where the files with its output are made
   */
  public static JavaProcess start(Path directory, Class<?> mainClass, String... arguments)
      throws IOException {
    return start(directory, List.of(), mainClass, arguments);
  }

  /**
   * Starts the main class in a JVM with options.
   *
   * @param jvmOptions such as {@code -Xmx128m}
   */
  public static JavaProcess start(
      Path directory, List<String> jvmOptions, Class<?> mainClass, String... arguments)
      throws IOException {
    return start(directory, jvmOptions, Map.of(), mainClass, arguments);
  }

  /**
   * Starts the main class in a JVM with options, and with variables of its own beside those that
   * are handed down.
   *
   * @param directory where the files with its output are made
   * @param jvmOptions such as {@code -Xmx128m}
   * @param environment the variables
   */
  public static JavaProcess start(
      Path directory,
      List<String> jvmOptions,
      Map<String, String> environment,
      Class<?> mainClass,
      String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    line.addAll(jvmOptions);
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(mainClass.getName());
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.matches("DATABASE_URL|REDIS_URL|DB_.*|TRAINYARD_.*|.*JAVA.*OPTIONS"));
    builder.environment().putAll(environment);
    return new JavaProcess(builder.start(), output, errors);
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the process has not ended");
    }
    return process.exitValue();
  }

  public long pid() {
    return process.pid();
  }

  /** What it has printed so far on standard output. */
  public String output() throws IOException {
    return Files.readString(output, UTF_8);
  }

  /** What it has printed so far on standard error. */
  public String errors() throws IOException {
    return Files.readString(errors, UTF_8);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end as a supervisor would, and does not wait: SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Lets it stand still, as in a suspended machine: SIGSTOP. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on after {@link #pause}: SIGCONT. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** Ends it as a crash would: SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as a supervisor would: SIGTERM, and SIGKILL if that does not help. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
