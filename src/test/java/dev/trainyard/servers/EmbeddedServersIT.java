package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

class EmbeddedServersIT {

  @TempDir Path directory;

  private Path data;
  private EmbeddedServers servers;
  private final AtomicInteger databaseDeaths = new AtomicInteger();

  @BeforeEach
  void create() throws Exception {
    data = TestDataDirectory.create(directory);
    servers = new EmbeddedServers(databaseDeaths::incrementAndGet);
  }

  @AfterEach
  void nothingIsLeftAfterAStop() throws Exception {
    servers.close();
    assertThat(TestDataDirectory.servers(data)).isEmpty();
    PrivateFiles.delete(data);
  }

  @Test
  void aRestartKeepsWhatWasStored() throws Exception {
    servers.start(data, true, true);
    query("CREATE TABLE kept AS SELECT 1 AS n");
    try (Jedis jedis = connectToRedis()) {
      jedis.set("kept", "1");
    }
    servers.close();

    servers = new EmbeddedServers(databaseDeaths::incrementAndGet);
    servers.start(data, true, true);
    assertThat(query("SELECT n FROM kept")).isEqualTo("1");
    try (Jedis jedis = connectToRedis()) {
      assertThat(jedis.get("kept")).isEqualTo("1");
    }
  }

  @Test
  void whatIsCommittedIsDurableAndWhatIsQueuedIsNeverEvicted() throws Exception {
    servers.start(data, true, true);
    assertThat(query("SHOW server_version")).startsWith("17.7");
    assertThat(query("SHOW fsync")).isEqualTo("on");
    assertThat(query("SHOW synchronous_commit")).isEqualTo("on");
    DatabaseCheck.verify(servers.database());
    RedisCheck.verify(servers.redis());
    try (Jedis jedis = connectToRedis()) {
      assertThat(jedis.configGet("maxmemory-policy")).containsValue("noeviction");
      assertThat(jedis.configGet("appendonly")).containsValue("yes");
      assertThat(jedis.configGet("save")).containsValue("");
    }
  }

  @Test
  void nobodyElseGetsIn() throws Exception {
    servers.start(data, true, true);
    assertThat(query("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(query("SHOW unix_socket_directories")).isEmpty();
    DatabaseAddress database = servers.database();
    assertThatThrownBy(
            () -> DriverManager.getConnection(database.jdbcUrl(), database.username(), "guess"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    try (Jedis jedis = connectToRedis()) {
      assertThat(jedis.configGet("bind")).containsValue("127.0.0.1");
    }
    try (Jedis stranger = new Jedis("127.0.0.1", servers.redis().port())) {
      assertThatThrownBy(stranger::ping).isInstanceOf(JedisDataException.class);
    }
    assertThat(permissions(data.resolve("postgres/trainyard.password")))
        .isEqualTo(fromString("rw-------"));
    assertThat(permissions(data.resolve("redis/redis.conf"))).isEqualTo(fromString("rw-------"));
    assertThat(permissions(data.resolve("redis"))).isEqualTo(fromString("rwx------"));
  }

  @Test
  void theServersOfAKilledServiceAreReplacedAndTheirDataKept() throws Exception {
    try (JavaProcess service =
        JavaProcess.start(directory, EmbeddedServersProgram.class, data.toString())) {
      await()
          .atMost(Patience.LIMIT)
          .until(() -> service.output().contains(EmbeddedServersProgram.READY));

      assertThatThrownBy(() -> servers.start(data, true, true))
          .isInstanceOf(StartupRefusedException.class)
          .hasMessageContaining("process id " + service.pid());
      assertThat(TestDataDirectory.servers(data)).hasSize(2);

      service.kill();
      assertThat(TestDataDirectory.servers(data)).hasSize(2);
    }
    servers = new EmbeddedServers(databaseDeaths::incrementAndGet);
    servers.start(data, true, true);
    assertThat(query("SELECT answer FROM survivors")).isEqualTo("42");
    assertThat(TestDataDirectory.servers(data)).hasSize(2);
  }

  @Test
  void aRedisThatDiesIsStartedAgainUnderItsAddressWithItsData() throws Exception {
    servers.start(data, false, true);
    RedisAddress before = servers.redis();
    try (Jedis jedis = connectToRedis()) {
      jedis.set("kept", "1");
    }
    List<ProcessHandle> died = TestDataDirectory.servers(data);
    died.forEach(ProcessHandle::destroyForcibly);

    await()
        .atMost(Patience.LIMIT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (Jedis jedis = connectToRedis()) {
                assertThat(jedis.get("kept")).isEqualTo("1");
              }
              assertThat(TestDataDirectory.servers(data)).doesNotContainAnyElementsOf(died);
            });
    assertThat(servers.redis()).isEqualTo(before);
  }

  @Test
  void theDeathOfPostgresIsToldAndItsStopIsNot() throws Exception {
    servers.start(data, true, false);
    servers.close();
    servers = new EmbeddedServers(databaseDeaths::incrementAndGet);
    servers.start(data, true, false);
    TestDataDirectory.servers(data).forEach(ProcessHandle::destroyForcibly);

    await().atMost(Patience.LIMIT).untilAtomic(databaseDeaths, greaterThan(0));
    assertThat(databaseDeaths).hasValue(1);
  }

  @Test
  void aServiceKilledInItsFirstStartLeavesNothingInTheWay() throws Exception {
    try (JavaProcess service =
        JavaProcess.start(directory, EmbeddedServersProgram.class, data.toString())) {
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(Patience.LIMIT)
          .until(() -> data.toFile().list((parent, name) -> name.contains("initdb")).length > 0);
      service.kill();
    }
    servers.start(data, true, true);
    assertThat(query("SELECT 1")).isEqualTo("1");
    assertThat(TestDataDirectory.servers(data)).hasSize(2);
    assertThat(data.toFile().list((parent, name) -> name.contains("initdb"))).isEmpty();
  }

  @Test
  void aRedisThatWasUnpackedOnlyInPartIsUnpackedAgain() throws Exception {
    servers.start(data, false, true);
    servers.close();
    String name = data.resolve("bin").toFile().list((parent, file) -> file.startsWith("redis"))[0];
    Path program = data.resolve("bin").resolve(name);
    Files.delete(program);
    Files.writeString(program, "half", UTF_8);

    servers = new EmbeddedServers(databaseDeaths::incrementAndGet);
    servers.start(data, false, true);
    assertThat(TestDataDirectory.servers(data)).hasSize(1);
  }

  @Test
  void aStaleProcessIdThatNowBelongsToAnotherProgramDoesNoHarm() throws Exception {
    servers.start(data, true, false);
    servers.close();
    long other = ProcessHandle.current().pid();
    Files.writeString(
        data.resolve("postgres/postmaster.pid"),
        "%d\n%s\n0\n5432\n\n127.0.0.1\n\n".formatted(other, data.resolve("postgres")),
        UTF_8);

    servers = new EmbeddedServers(databaseDeaths::incrementAndGet);
    servers.start(data, true, false);
    assertThat(query("SELECT 1")).isEqualTo("1");
  }

  @Test
  void filesThatAreNoDatabaseAreRefusedAndNotTouched() throws Exception {
    Path precious = Files.createDirectories(data.resolve("postgres")).resolve("precious");
    Files.writeString(precious, "mine", UTF_8);
    assertThatThrownBy(() -> servers.start(data, true, true))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("not a PostgreSQL database");
    assertThat(precious).hasContent("mine");
  }

  @Test
  void aDatabaseOfAnotherMajorVersionIsRefusedAndNotTouched() throws Exception {
    Path version = Files.createDirectories(data.resolve("postgres")).resolve("PG_VERSION");
    Files.writeString(version, "14\n", UTF_8);
    assertThatThrownBy(() -> servers.start(data, true, true))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("created by PostgreSQL 14")
        .hasMessageContaining("17.7");
    assertThat(version).hasContent("14\n");
  }

  @Test
  void aDamagedRedisFileIsSetAside() throws Exception {
    Path file = Files.createDirectories(data.resolve("redis")).resolve("appendonly.aof");
    Files.writeString(file, "this is no command\r\n", UTF_8);
    servers.start(data, false, true);
    try (Jedis jedis = connectToRedis()) {
      assertThat(jedis.dbSize()).isZero();
    }
    assertThat(data.resolve("redis/appendonly.aof.damaged")).hasContent("this is no command");
  }

  @Test
  void aDataDirectoryThatCannotBeMadeIsRefused() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> servers.start(file, true, true))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("it is not a directory")
        .hasMessageContaining("--trainyard.data-dir=");
  }

  @Test
  void nothingStartsAfterAClose() {
    servers.close();
    assertThatThrownBy(() -> servers.start(data, true, true))
        .isInstanceOf(StartupRefusedException.class);
  }

  private String query(String sql) throws SQLException {
    DatabaseAddress database = servers.database();
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.username(), database.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet result = statement.getResultSet()) {
        result.next();
        return result.getString(1);
      }
    }
  }

  private Jedis connectToRedis() {
    RedisAddress redis = servers.redis();
    return new Jedis(redis.host(), redis.port(), RedisClient.config(redis));
  }

  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    return Files.getPosixFilePermissions(file);
  }
}
