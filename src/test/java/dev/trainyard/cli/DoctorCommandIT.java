package dev.trainyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.cli.CommandRun.Outcome;
import dev.trainyard.sql.Migrations;
import dev.trainyard.support.RedisProcess;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TestServers.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The examination of installations that are sound and of some that are not. */
class DoctorCommandIT {
  @TempDir private Path home;

  /** The command lets nothing log in its process, which is that of other tests here. */
  @AfterEach
  void logAgain() {
    LoggingSystem.get(getClass().getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
  }

  @Test
  void aSoundInstallationIsToldSoLineByLine() {
    Outcome sound =
        run(
            "--DATABASE_URL=" + TestServers.shared().freshDatabase().url(),
            "--REDIS_URL=" + TestServers.shared().freshRedisUrl(),
            "--server.port=0");

    assertThat(sound.exit()).as(sound.out()).isZero();
    assertThat(sound.out())
        .contains("Java: version ", "memory: ", "HTTP port: ", "access: listens at 127.0.0.1")
        .containsPattern("ok +PostgreSQL: .* answers, version 17")
        .containsPattern("ok +clock: .* apart")
        .containsPattern("ok +disk of PostgreSQL: it can be written; the database takes [0-9]+")
        .containsPattern("ok +migrations: the schema is empty; the next start applies [0-9]+")
        .containsPattern("ok +Redis: .* answers, version ")
        .containsPattern("ok +routes and strategies: [0-9]+ routes in ")
        .contains("0 wrong");
  }

  @Test
  void whatIsWrongIsToldWithWhatToDo() throws IOException {
    Files.createDirectories(home.resolve("routes/api"));
    Files.createDirectories(home.resolve("config/strategies"));
    Files.writeString(home.resolve("routes/api/a.camel.yaml"), "- nonsense: 1\n");
    Files.writeString(home.resolve("data"), "a file where a directory must be");
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      JsonNode document =
          new ObjectMapper()
              .readTree(
                  run(
                          "--json",
                          "--trainyard.home=" + home,
                          "--trainyard.data-dir=" + home.resolve("data"),
                          "--trainyard.worker.slots=100000",
                          "--server.port=" + other.getLocalPort())
                      .out());

      assertThat(document.path("wrong").asInt()).isPositive();
      assertThat(wrong(document))
          .anySatisfy(line -> assertThat(line).startsWith("memory ").contains("-Xmx"))
          .anySatisfy(
              line ->
                  assertThat(line).startsWith("data directory ").contains("--trainyard.data-dir="))
          .anySatisfy(
              line ->
                  assertThat(line).startsWith("HTTP port ").contains("taken by another process"))
          .anySatisfy(
              line ->
                  assertThat(line).startsWith("routes and strategies ").contains("a.camel.yaml"));
      assertThat(Files.isRegularFile(home.resolve("data"))).isTrue();
    }
  }

  @Test
  void serversThatAreAwayOrBadlySetAreTold() throws IOException {
    try (RedisProcess evicts =
        RedisProcess.server(
            Files.createDirectories(home.resolve("redis")), "", "maxmemory-policy allkeys-lru")) {
      Outcome bad =
          run(
              "--DATABASE_URL=postgresql://u:secret@127.0.0.1:1/none",
              "--REDIS_URL=redis://127.0.0.1:" + evicts.port(),
              "--server.address=0.0.0.0",
              "--server.port=0",
              "--trainyard.home=" + home.resolve("nosuch"));

      assertThat(bad.exit()).isEqualTo(1);
      assertThat(bad.out())
          .containsPattern("wrong +PostgreSQL: The database at .* cannot be reached")
          .containsPattern("warning +Redis: .*allkeys-lru")
          .containsPattern("wrong +access: server.address is 0.0.0.0")
          .containsPattern("wrong +routes and strategies: There is no directory routes")
          .doesNotContain("secret");
    }
  }

  @Test
  void jobsThatNobodyTakesAreTold() {
    Database database = TestServers.shared().freshDatabase();
    Migrations.migrate(database.dataSource());
    JdbcClient.create(database.dataSource())
        .sql(
            """
            INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at,
                ready_score, timeout_seconds, max_attempts, space, batch_size)
            VALUES (gen_random_uuid(), 'PENDING', 'S', 'A/B', 'x', '5m', 'normal', '{}', now(), 1, 60, 3, '[]', 8)
            """)
        .update();

    Outcome stuck =
        run(
            "--DATABASE_URL=" + database.url(),
            "--REDIS_URL=" + TestServers.shared().freshRedisUrl(),
            "--server.port=0");

    assertThat(stuck.exit()).isEqualTo(1);
    assertThat(stuck.out())
        .containsPattern("wrong +queue: 1 jobs are due, .* of 0 workers")
        .contains("Start a process with trainyard.role=worker")
        .containsPattern("ok +failed jobs: none in the last hour");
  }

  @Test
  void aPasswordOfRedisThatWasRotatedIsTold() throws IOException {
    try (RedisProcess redis =
        RedisProcess.server(Files.createDirectories(home.resolve("redis")), "after")) {
      assertThat(run("--REDIS_URL=redis://:before@127.0.0.1:" + redis.port()).out())
          .containsPattern("wrong +Redis: .* does not accept this user with this password")
          .contains("Correct both in REDIS_URL")
          .doesNotContain("before");
    }
  }

  @Test
  void aWorkerWithoutServersIsToldWhatItLacks() {
    assertThat(run("--trainyard.role=worker", "--server.port=0").out())
        .containsPattern("wrong +servers: .*DATABASE_URL.*REDIS_URL");
  }

  @Test
  void aWrongCommandLineIsUsage() {
    Outcome wrong = run("everything");

    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("settings as --name=value, not 'everything'");
  }

  private static List<String> wrong(JsonNode document) {
    List<String> lines = new ArrayList<>();
    for (JsonNode finding : document.path("findings")) {
      if (finding.path("level").asText().equals("wrong")) {
        lines.add(
            finding.path("subject").asText()
                + " "
                + finding.path("message").asText()
                + " "
                + finding.path("advice").asText());
      }
    }
    return lines;
  }

  private static Outcome run(String... words) {
    List<String> line = new ArrayList<>(List.of("doctor"));
    line.addAll(List.of(words));
    return new CommandRun(Map.of("HOME", "/nonexistent"), "", 100).run(line.toArray(String[]::new));
  }
}
