package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.support.Patience;
import dev.trainyard.support.PgBouncer;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The service reaches PostgreSQL through a PgBouncer in transaction mode, which gives each
 * transaction whichever of its few server connections is free.
 */
@Tag(PgBouncer.TAG)
@DirtiesContext
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PoolerIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final int SERVER_CONNECTIONS = 4;
  private static final TestServers.Database DATABASE = TestServers.shared().freshDatabase();
  private static final PgBouncer POOLER = start();

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    registry.add("DATABASE_URL", () -> POOLER.before(DATABASE).url());
    registry.add("REDIS_URL", TestServers.shared()::freshRedisUrl);
    registry.add("trainyard.worker.slots", () -> 3);
  }

  @AfterAll
  static void stop() {
    POOLER.close();
  }

  @Test
  void jobsOfAllKindsOfStatementsCompleteInTheirFirstAttemptAndLeaveNothingInASession()
      throws Exception {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    client.uploadCandles();
    List<String> jobs = submit(client, 8);
    // What clients ask meanwhile, each more often than a statement is before it stays prepared
    for (int i = 0; i < 10; i++) {
      jobs.forEach(job -> client.get("/jobs/" + job));
      client.get("/queue");
      client.get("/failed-jobs");
    }
    String cancelled = client.submit(Map.of("n_iterations", 60, "run_at", "2099-01-01T00:00:00Z"));
    client.call("DELETE", "/jobs/" + cancelled, 200);
    client.call("POST", "/jobs/" + cancelled + "/retry", 202);

    jobs.forEach(job -> requireUndisturbed(client, job));
    requireUndisturbed(client, cancelled);
    assertThat(client.get("/failed-jobs").path("items")).isEmpty();
    assertThat(sessionStates()).containsOnly("");
  }

  @Test
  void aPoolerThatIsKilledOrStandsStillCostsNoJobAnAttempt() throws Exception {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    client.uploadCandles();
    List<String> jobs = submit(client, 4);
    await().atMost(PATIENCE).until(() -> client.get("/queue").path("running").asInt() > 0);

    POOLER.kill();
    POOLER.start();
    POOLER.pause();
    CompletableFuture.runAsync(
            PoolerIT::resume, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS))
        .join();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> client.get("/queue").has("running"));

    for (String job : jobs) {
      assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
      assertThat(client.get("/jobs/" + job).path("attempt").asInt()).isEqualTo(1);
    }
  }

  private static void resume() {
    try {
      POOLER.resume();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> submit(TrainingClient client, int jobs) {
    return IntStream.range(0, jobs)
        .mapToObj(seed -> client.submit(Map.of("n_iterations", 60, "seed", seed)))
        .toList();
  }

  private static void requireUndisturbed(TrainingClient client, String job) {
    JsonNode done = client.awaitFinal(job);
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("COMPLETED");
    assertThat(client.get("/jobs/" + job).path("attempt").asInt()).isEqualTo(1);
  }

  /**
   * What each server connection of the pooler still has of an earlier transaction; "" for nothing.
   */
  private static List<String> sessionStates() throws SQLException {
    List<String> states = new ArrayList<>();
    List<Connection> lent = new ArrayList<>();
    try {
      for (int i = 0; i < SERVER_CONNECTIONS; i++) {
        Connection connection = POOLER.before(DATABASE).dataSource().getConnection();
        lent.add(connection);
        // It keeps its server connection as long as the transaction is open
        connection.setAutoCommit(false);
        states.add(sessionState(connection));
      }
    } finally {
      for (Connection connection : lent) {
        connection.close();
      }
    }
    return states;
  }

  /** Settings that a pooler follows for each of its clients are none. */
  private static String sessionState(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT concat_ws(', ',
                    (SELECT string_agg(name || '=' || setting, ', ') FROM pg_settings WHERE source = 'session'
                        AND name NOT IN ('application_name', 'client_encoding', 'DateStyle', 'TimeZone',
                            'standard_conforming_strings', 'transaction_isolation', 'transaction_read_only',
                            'transaction_deferrable')),
                    (SELECT string_agg(statement, ', ') FROM pg_prepared_statements),
                    (SELECT string_agg(relname, ', ') FROM pg_class WHERE relnamespace = pg_my_temp_schema()
                        AND relkind = 'r'),
                    (SELECT string_agg(channel, ', ') FROM pg_listening_channels() AS channel),
                    (SELECT string_agg(locktype, ', ') FROM pg_locks WHERE pid = pg_backend_pid()
                        AND locktype = 'advisory'))
                """)) {
      row.next();
      return row.getString(1);
    }
  }

  private static PgBouncer start() {
    try {
      Path directory =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target").toAbsolutePath()), "pooler");
      return PgBouncer.start(
          directory,
          TestServers.shared().postgresPort(),
          "default_pool_size = " + SERVER_CONNECTIONS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
