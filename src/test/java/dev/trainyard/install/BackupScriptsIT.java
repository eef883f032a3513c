package dev.trainyard.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.support.DistributionPostgres;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.RedisProcess;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.AccessControlLogEntry;

/** A service on servers that the scripts have set up, whose backup becomes another service. */
@Tag(DistributionPostgres.TAG)
class BackupScriptsIT {
  @TempDir private Path directory;

  @Test
  void aRestoredBackupHasTheSameJobsConfigurationsAndCandles() throws Exception {
    try (DistributionPostgres postgres = DistributionPostgres.start(directory)) {
      Script script = new Script(directory, Map.of("TRAINYARD_ADMIN_URL", postgres.adminUrl()));
      Path root = Files.createDirectory(directory.resolve("root"));
      String jar = Script.PROJECT.resolve("target/trainyard.jar").toString();
      script.run("install.sh", "--jar", jar, "--root", root.toString()).done();
      Script.Outcome made = script.run("install_postgres.sh", "--root", root.toString()).done();
      assertThat(made.out()).contains("migrations were applied", "trainyard_run may read");
      serve(root);

      Script.Outcome backedUp = script.run("backup.sh", "--root", root.toString()).done();
      Path backup = Path.of(backedUp.out().strip());
      Path other = withDatabase(script, "elsewhere", root);
      Path files = directory.resolve("files");
      String[] restore = {
        backup.toString(), "--root", other.toString(), "--files", files.toString()
      };
      script.run("restore.sh", restore).done();

      Map<String, String> expected = rows(postgres.database("trainyard"));
      assertThat(expected).containsKeys("training_jobs", "trained_configurations", "candle_blocks");
      assertThat(rows(postgres.database("elsewhere"))).isEqualTo(expected);
      assertThat(files.resolve("routes/api/start.camel.yaml"))
          .hasSameTextualContentAs(Path.of("routes/api/start.camel.yaml"));
      assertThat(jobs(setting(other, "DATABASE_URL"))).isEqualTo(1);

      Script.Outcome full = script.run("restore.sh", backup.toString(), "--root", other.toString());
      assertThat(full.exit()).isEqualTo(73);
      assertThat(full.err()).contains("elsewhere", "is not empty", "Nothing was changed");

      damage(backup.resolve("database.dump"));
      Script.Outcome damaged =
          script.run("restore.sh", backup.toString(), "--root", other.toString());
      assertThat(damaged.exit()).isEqualTo(65);
      assertThat(damaged.err()).contains("is damaged", "Nothing was changed");

      assertPasswordsChange(script, root);
    }
  }

  /** An installation with the same release and an empty database of its own. */
  private Path withDatabase(Script script, String name, Path installed) throws Exception {
    Path root = Files.createDirectories(directory.resolve(name));
    Files.createDirectories(root.resolve("etc/trainyard"));
    script
        .run("install_postgres.sh", "--root", root.toString(), "--database", name, "--prefix", name)
        .done();
    Files.createSymbolicLink(
        Files.createDirectories(root.resolve("opt/trainyard")).resolve("current"),
        installed.resolve("opt/trainyard/current").toRealPath());
    return root;
  }

  /** Trains once with the URLs that the scripts have written, and keeps a result. */
  private void serve(Path root) throws Exception {
    Script script = new Script(directory, Map.of());
    script.run("install_redis.sh", "--root", root.toString()).done();
    String user =
        Files.readAllLines(root.resolve("etc/redis/trainyard.acl")).stream()
            .filter(line -> line.startsWith("user trainyard "))
            .findFirst()
            .orElseThrow();
    try (RedisProcess redis =
            RedisProcess.server(Files.createDirectory(directory.resolve("redis")), "", user);
        JavaProcess service =
            start(
                root,
                setting(root, "REDIS_URL").replaceFirst(":\\d+/", ":" + redis.port() + "/"))) {
      TrainingClient client = TrainingClient.ofStarted(port);
      client.uploadCandles();
      String job = client.submit(Map.of("n_iterations", 20));
      JsonNode ended = client.awaitFinal(job);
      assertThat(ended.path("status").asText())
          .as("%s%n%s", ended, service.output())
          .isEqualTo("COMPLETED");
      String configuration = client.get("/jobs/" + job + "/results").path("config_id").asText();
      client.get("/configurations/" + configuration + "/backtest");
      await()
          .atMost(Patience.LIMIT)
          .until(() -> !redis.ask(jedis -> jedis.keys("trainyard:{results}:*")).isEmpty());
      // Before version 7 nobody but an administrator may tell the name and version of the client
      List<AccessControlLogEntry> refused = redis.ask(Jedis::aclLog);
      assertThat(refused)
          .as("refused by the rights of the user")
          .allMatch(entry -> entry.getObject().equals("client"));
    }
  }

  private static void assertPasswordsChange(Script script, Path root) throws Exception {
    String before = setting(root, "DATABASE_URL");
    script.run("rotate_keys.sh", "database", "--root", root.toString()).done();
    assertThat(setting(root, "DATABASE_URL")).isNotEqualTo(before);
    assertThat(jobs(setting(root, "DATABASE_URL"))).isEqualTo(1);
    assertThatThrownBy(() -> jobs(before))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  private int port;

  private JavaProcess start(Path root, String redis) throws IOException {
    port = FreePort.find();
    return JavaProcess.start(
        directory,
        List.of(),
        Map.of("DATABASE_URL", setting(root, "DATABASE_URL"), "REDIS_URL", redis),
        TrainyardApplication.class,
        "--server.port=" + port);
  }

  private static String setting(Path root, String name) throws IOException {
    return Files.readAllLines(root.resolve("etc/trainyard/trainyard.env")).stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  /** The number of jobs, as the role of a URL counts them. */
  private static int jobs(String url) throws SQLException {
    String[] parts = url.split("[:/@]+", -1);
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%s/%s".formatted(parts[3], parts[4], parts[5]),
                parts[1],
                parts[2]);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM training_jobs")) {
      count.next();
      return count.getInt(1);
    }
  }

  /** A checksum of the rows of each table that has any. */
  private static Map<String, String> rows(TestServers.Database database) throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery(
              "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet sum =
            statement.executeQuery(
                "SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM %s AS t"
                    .formatted(table))) {
          sum.next();
          if (sum.getString(1) != null) {
            rows.put(table, sum.getString(1));
          }
        }
      }
    }
    return rows;
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
