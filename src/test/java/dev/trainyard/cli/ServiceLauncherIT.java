package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the service, with the jar of this build. */
class ServiceLauncherIT {
  /** What a killed run has left of its archive. */
  private static final String LEFT = "archive.1.new";

  private static final Path JAR = Path.of("target", "trainyard.jar").toAbsolutePath();
  private static final int EX_CONFIG = 78;
  private static final int TERMINATED = 143;

  @TempDir private Path directory;

  private Path cache;
  private Path output;
  private Process process;

  @BeforeEach
  void chooseCache() {
    cache = directory.resolve("cache").resolve("trainyard");
    output = directory.resolve("output.txt");
  }

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void theFirstRunThatWasReadyLeavesAnArchiveForTheNextStarts() throws Exception {
    start(Map.of(), "--trainyard.shutdown-timeout=never");
    assertThat(exitCode()).as("a start that is refused").isEqualTo(EX_CONFIG);
    assertThat(output).content(UTF_8).contains("trainyard.shutdown-timeout is 'never'");

    Path cutOff = Files.writeString(service().resolve(LEFT), "not an archive");
    Files.writeString(service().resolve(LEFT + ".ready"), "");
    start(Map.of());
    await().atMost(Patience.LIMIT).until(() -> isReady() || !process.isAlive());
    assertThat(find(".jsa")).as("the archive of a run that was not ready").isEmpty();
    assertThat(cutOff).doesNotExist();
    process.destroy();
    assertThat(exitCode()).isEqualTo(TERMINATED);

    Path classes = directory.resolve("classes.txt");
    start(
        Map.of("TRAINYARD_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes),
        "--trainyard.rehearsal=true");
    await()
        .atMost(Patience.LIMIT)
        .until(
            () ->
                Files.exists(classes)
                    && Files.readString(classes)
                        .contains("SpringApplication source: shared objects file (top)"));
    assertThat(output).content(UTF_8).doesNotContain("a first run of this jar");
    assertThat(exitCode()).as("a start that was only a rehearsal").isZero();
  }

  @Test
  void whatNoServiceHasUsedForAMonthIsRemovedUnlessItRuns() throws Exception {
    Instant longAgo = Instant.now().minus(Duration.ofDays(40));
    Path unused = copyOf("1-1-service", longAgo, "999999999." + host());
    Path running = copyOf("2-2-service", longAgo, ProcessHandle.current().pid() + "." + host());
    Path elsewhere = copyOf("3-3-service", longAgo, "1.another-host");
    Path recent = copyOf("4-4-service", Instant.now(), "999999999." + host());

    start(Map.of(), "--trainyard.shutdown-timeout=never");

    assertThat(exitCode()).isEqualTo(EX_CONFIG);
    assertThat(unused).doesNotExist();
    assertThat(running).exists();
    assertThat(elsewhere).exists();
    assertThat(recent).exists();
  }

  private Path copyOf(String name, Instant used, String run) throws IOException {
    Path copy = Files.createDirectories(cache.resolve(name));
    Files.createFile(Files.createDirectory(copy.resolve("run")).resolve(run));
    Files.setLastModifiedTime(copy, FileTime.from(used));
    return copy;
  }

  private static String host() throws IOException {
    return new String(
            new ProcessBuilder("uname", "-n").start().getInputStream().readAllBytes(), UTF_8)
        .strip();
  }

  private Path service() throws IOException {
    return find("-service").get(0);
  }

  private boolean isReady() throws IOException {
    return find(".ready").stream().anyMatch(file -> !file.endsWith(LEFT + ".ready"));
  }

  private List<Path> find(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(cache, 2)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private int exitCode() throws InterruptedException {
    assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private void start(Map<String, String> variables, String... settings) throws IOException {
    Stream<String> line =
        Stream.of(
            "sh",
            Path.of("ops", "bin", "trainyard").toString(),
            "--server.port=0",
            "--trainyard.data-dir=" + directory.resolve("data"));
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(line, Stream.of(settings)).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("DB_.*|TRAINYARD_.*|.*JAVA.*OPTIONS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TRAINYARD_JAR", JAR.toString());
    builder.environment().put("XDG_CACHE_HOME", cache.getParent().toString());
    builder.environment().put("DATABASE_URL", TestServers.shared().freshDatabase().url());
    builder.environment().put("REDIS_URL", TestServers.shared().freshRedisUrl());
    builder.environment().putAll(variables);
    process = builder.start();
  }
}
