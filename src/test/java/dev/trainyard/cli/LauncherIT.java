package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.support.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts commands, with the jar of this build. */
class LauncherIT {
  private static final Path SCRIPT = Path.of("ops", "bin", "trainyard").toAbsolutePath();
  private static final Path JAR = Path.of("target", "trainyard.jar").toAbsolutePath();
  private static final String AWAY = "http://127.0.0.1:1";

  @TempDir private Path directory;

  private record Outcome(int exit, String out, String err) {}

  @Test
  void theFirstCommandMakesACopyThatTheNextOnesUse() throws Exception {
    Outcome first = run(Map.of("TRAINYARD_JAR", JAR.toString()), "jobs", "--url", AWAY);
    assertThat(first.exit()).as(first.err()).isEqualTo(69);
    assertThat(first.err()).startsWith("The service at " + AWAY).hasLineCount(1);

    Path cache = directory.resolve("cache").resolve("trainyard");
    await().atMost(Patience.LIMIT).until(() -> find(cache, "commands.jsa").size() == 1);
    Path copy = find(cache, "commands.jar").get(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.getParent())))
        .isEqualTo("rwx------");

    Path log = directory.resolve("classes.txt");
    Outcome second =
        run(
            Map.of(
                "TRAINYARD_JAR",
                JAR.toString(),
                "TRAINYARD_JAVA_OPTIONS",
                "-Xlog:class+load:file=" + log),
            "jobs",
            "--url",
            AWAY);
    assertThat(second).isEqualTo(first);
    assertThat(Files.readAllLines(log))
        .anyMatch(
            line -> line.contains("dev.trainyard.cli.Commands source: shared objects file (top)"))
        .noneMatch(line -> line.contains(" org.springframework."));
    assertThat(run(Map.of("TRAINYARD_JAR", JAR.toString()), "--version").out())
        .startsWith("trainyard 0.");
  }

  @Test
  void withoutACacheCommandsRunFromTheJar() throws Exception {
    for (Map<String, String> without :
        List.of(Map.of("TRAINYARD_CACHE", "off"), Map.of("XDG_CACHE_HOME", "/proc/none"))) {
      Map<String, String> variables = new java.util.HashMap<>(without);
      variables.put("TRAINYARD_JAR", JAR.toString());
      Outcome help = run(variables, "--help");
      assertThat(help.exit()).as(help.err()).isZero();
      assertThat(help.out()).startsWith("Usage: trainyard");
      assertThat(help.err()).isEmpty();
    }
    assertThat(directory.resolve("cache")).doesNotExist();
  }

  @Test
  void whatIsMissingIsToldInOneLine() throws Exception {
    Path alone = Files.copy(SCRIPT, directory.resolve("trainyard"));
    Outcome noJar = run(alone, Map.of(), "jobs");
    assertThat(noJar.exit()).isEqualTo(69);
    assertThat(noJar.err())
        .isEqualTo("trainyard: there is no trainyard.jar: set TRAINYARD_JAR to its path\n");

    Outcome noJava = run(SCRIPT, Map.of("JAVA_HOME", directory.toString()), "jobs");
    assertThat(noJava.exit()).isEqualTo(69);
    assertThat(noJava.err()).startsWith("trainyard: there is no java").hasLineCount(1);
  }

  private static List<Path> find(Path directory, String name) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }

  private Outcome run(Map<String, String> variables, String... words) throws Exception {
    return run(SCRIPT, variables, words);
  }

  private Outcome run(Path script, Map<String, String> variables, String... words)
      throws Exception {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of("sh", script.toString()), Stream.of(words)).toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("TRAINYARD_.*|.*JAVA.*OPTIONS"));
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    builder.environment().putAll(variables);
    Process process = builder.start();
    assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Outcome(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
