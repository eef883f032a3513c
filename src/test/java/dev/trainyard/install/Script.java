package dev.trainyard.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.support.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A script of {@code ops/scripts/}, run as an operator would, with variables of its own. */
final class Script {
  static final Path PROJECT = Path.of("").toAbsolutePath();

  private final Path directory;
  private final Map<String, String> variables;

  /**
   * @param directory where the files with its output are made
   */
  Script(Path directory, Map<String, String> variables) {
    this.directory = directory;
    this.variables = variables;
  }

  /** How it ended, and what it printed. */
  record Outcome(int exit, String out, String err) {
    /** Returns the same, which must have ended well. */
    Outcome done() {
      assertThat(exit).as("%s%n%s", out, err).isZero();
      return this;
    }
  }

  Outcome run(String name, String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(PROJECT.resolve("ops").resolve("scripts").resolve(name).toString());
    line.addAll(List.of(words));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            variable ->
                variable.matches("DATABASE_URL|REDIS_URL|DB_.*|PG.*|TRAINYARD_.*|.*JAVA.*OPTIONS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TRAINYARD_CACHE", "off");
    builder.environment().putAll(variables);
    Process process = builder.start();
    assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Outcome(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
