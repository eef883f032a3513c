package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.sql.Migrations;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.strategy.catalog.PluginJar;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.PgBouncer;
import dev.trainyard.support.TestServers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** A start that cannot work ends with one line that says what to do, and with an exit code. */
class StartupFailureIT {

  @TempDir static Path directory;

  private static final EmbeddedServers SERVERS = new EmbeddedServers(() -> {});
  private static Path data;

  @BeforeAll
  static void start() throws Exception {
    data = TestDataDirectory.create(directory);
    SERVERS.start(data, true, true);
  }

  @AfterAll
  static void stop() throws Exception {
    SERVERS.close();
    PrivateFiles.delete(data);
  }

  @Test
  void aWorkerWithoutServersIsToldWhichVariablesToSet() throws Exception {
    assertRefused(
        78, "Set DATABASE_URL (or DB_HOST, ", "--server.port=0", "--trainyard.role=worker");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path unused = directory.resolve("unused");
      assertRefused(
          69,
          "HTTP port %d is taken".formatted(other.getLocalPort()),
          "--server.port=" + other.getLocalPort(),
          "--trainyard.data-dir=" + unused);
      assertThat(unused).doesNotExist();
    }
  }

  @Test
  void moreSlotsThanTheHeapHasRoomForAreToldWithTheSettingAndTheMost() throws Exception {
    Path file = copyOfTheHome().resolve("routes/worker/training.camel.yaml");
    List<String> arguments = new ArrayList<>(List.of(worker(file)));
    arguments.add("--trainyard.worker.slots=100000");

    assertThat(errors(78, arguments.toArray(String[]::new)))
        .contains("100000 slots would leave", ": at most ", "trainyard.worker.slots")
        .hasLineCount(1);
  }

  @Test
  void aDataDirectoryInUseIsNamedWithItsProcess() throws Exception {
    assertRefused(
        69,
        "is in use by the running Trainyard with process id " + ProcessHandle.current().pid(),
        "--server.port=0",
        "--trainyard.data-dir=" + data);
  }

  @Test
  void aSchemaThatIsTooNewIsToldInOneLine() throws Exception {
    TestServers.Database database = TestServers.shared().freshDatabase();
    Migrations.migrate(database.dataSource());
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    jdbc.sql(
            """
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                installed_by, execution_time, success)
            SELECT max(installed_rank) + 1, '1000', 'newer', 'SQL', 'V1000__newer.sql', 1, 'test', 1, true
            FROM flyway_schema_history
            """)
        .update();
    jdbc.sql("UPDATE schema_needs SET migration = 1000").update();

    String error =
        assertRefused(
            78,
            "start the newer version, or restore a backup from before the upgrade",
            "--server.port=0",
            "--DATABASE_URL=" + database.url(),
            "--trainyard.data-dir=" + directory.resolve("unused-for-schema"));
    assertThat(error).contains("migration 1000").hasLineCount(1);
  }

  @Test
  void aWrongDatabasePasswordIsNotShown() throws Exception {
    String location = SERVERS.database().location();
    String error =
        assertRefused(
            78,
            "does not accept user 'trainyard' with this password",
            "--server.port=0",
            "--DATABASE_URL=postgresql://trainyard:s3cret@" + location,
            "--trainyard.data-dir=" + directory.resolve("unused-too"));
    assertThat(error).contains(location).doesNotContain("s3cret");
  }

  @Test
  @Tag(PgBouncer.TAG)
  void preparedStatementsBehindAPoolerAreToldWithTheOptionThatHelps() throws Exception {
    TestServers.Database database = TestServers.shared().freshDatabase();
    try (PgBouncer pooler = PgBouncer.start(directory, TestServers.shared().postgresPort())) {
      assertRefused(
          78,
          "Write prepareThreshold=0 in DATABASE_URL, or leave it out.",
          "--server.port=0",
          "--DATABASE_URL=" + pooler.before(database).url() + "&prepareThreshold=5",
          "--trainyard.data-dir=" + directory.resolve("pooled"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uri: direct:optimize     | uri: nosuch:optimize | no component 'nosuch'; there are: ",
        "ref: optimizeProcessor   | ref: optimise        | no bean 'optimise'",
        "steps:                   | stepz:               | 'stepz' is not allowed in 'from'; did you mean steps?; allowed: ",
        "uri: direct:optimize     | uri: direct:optimise | no route is from 'direct:optimise'; did you mean direct:optimize",
        "- route:                 | - route: [           | training.camel.yaml:",
      })
  void aRouteThatCannotRunIsNamedWithFileAndLine(String good, String bad, String reason)
      throws Exception {
    Path file = copyOfTheHome().resolve("routes/worker/training.camel.yaml");
    Files.writeString(file, Files.readString(file).replaceFirst(Pattern.quote(good), bad));

    String error = errors(78, worker(file));

    assertThat(error).contains(reason);
    assertThat(error.lines().filter(line -> line.contains(reason)))
        .singleElement(STRING)
        .containsPattern(Pattern.quote(file.toString()) + ":\\d+:\\d+: ");
  }

  @Test
  void everyMistakeInTheRouteFilesIsNamedOnALineOfItsOwn() throws Exception {
    Path file = copyOfTheHome().resolve("routes/worker/training.camel.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("ref: optimizeProcessor", "ref: optimise")
            .replace("ref: validateProcessor", "ref: validate"));

    assertThat(errors(78, worker(file)).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "Trainyard cannot start: 2 problems in the route files. Correct them:"),
            line -> assertThat(line).startsWith(file + ":").contains("no bean 'optimise'"),
            line -> assertThat(line).startsWith(file + ":").contains("no bean 'validate'"));
  }

  @Test
  void aJarWhoseCodeThrowsIsNamed() throws Exception {
    Path home = copyOfTheHome();
    Path plugins = Files.createDirectory(home.resolve("plugins"));
    String create = "return new SmaCross(definition);";
    Path unlicensed =
        PluginJar.edited(
            plugins,
            "UNLICENSED",
            create,
            "if (true) throw new IllegalStateException(\"no licence\"); return null;");
    Path file = home.resolve("routes/worker/training.camel.yaml");

    assertThat(errors(78, worker(file)))
        .startsWith(
            "Trainyard cannot start: %s: create failed: java.lang.IllegalStateException: no licence"
                .formatted(unlicensed))
        .hasLineCount(1);

    Path incomplete =
        PluginJar.edited(
            plugins,
            "INCOMPLETE",
            create,
            "if (true) throw new NoClassDefFoundError(\"lib/Missing\"); return null;");
    assertThat(errors(78, worker(file)).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("2 problems in the strategies. Correct them:"),
            line -> assertThat(line).startsWith(incomplete + ": create failed: ").contains("lib/"),
            line -> assertThat(line).startsWith(unlicensed + ": create failed: "));
  }

  private static Path copyOfTheHome() throws IOException {
    Path home = Files.createTempDirectory(directory, "home");
    for (String part : List.of("routes", "config")) {
      FileSystemUtils.copyRecursively(Path.of(part), home.resolve(part));
    }
    return home;
  }

  /** Returns the arguments of a worker whose home contains the file. */
  private static String[] worker(Path file) {
    return new String[] {
      "--trainyard.role=worker",
      "--trainyard.home=" + file.getParent().getParent().getParent(),
      "--DATABASE_URL=postgresql://trainyard:%s@%s"
          .formatted(SERVERS.database().password(), SERVERS.database().location()),
      "--REDIS_URL=redis://127.0.0.1:1"
    };
  }

  @Test
  void anExternalDatabaseThatIsAwayOrMissingIsNamed() {
    DatabaseAddress database = SERVERS.database();
    String missing = database.jdbcUrl().replaceAll("/\\w+$", "/nowhere");
    assertThatThrownBy(
            () ->
                DatabaseCheck.verify(
                    new DatabaseAddress(missing, database.username(), database.password())))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageStartingWith("There is no database at 127.0.0.1:");
    assertThatThrownBy(
            () ->
                DatabaseCheck.verify(
                    new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", "u", "p")))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageStartingWith("The database at 127.0.0.1:1/x cannot be reached");
  }

  @Test
  void aDatabaseThatLosesWhatItCommittedIsRefused() throws Exception {
    try (EmbeddedPostgres reckless = EmbeddedPostgres.start()) {
      DatabaseAddress address =
          new DatabaseAddress(
              "jdbc:postgresql://localhost:%d/postgres".formatted(reckless.getPort()),
              "postgres",
              "");
      assertThatThrownBy(() -> DatabaseCheck.verify(address))
          .isInstanceOf(StartupRefusedException.class)
          .hasMessageContaining("fsync = off");
    }
  }

  @Test
  void aRedisThatRefusesUsIsAFaultAndOneThatIsAwayIsNot() {
    RedisAddress redis = SERVERS.redis();
    assertThatThrownBy(
            () ->
                RedisCheck.verify(
                    new RedisAddress(redis.host(), redis.port(), 0, "", "s3cret", false)))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("refuses this connection")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () ->
                RedisCheck.verify(
                    new RedisAddress(redis.host(), redis.port(), 99, "", redis.password(), false)))
        .isInstanceOf(StartupRefusedException.class);
    RedisCheck.verify(new RedisAddress("127.0.0.1", 1, 0, "", "", false));
  }

  private static String assertRefused(int exitCode, String reason, String... arguments)
      throws Exception {
    String errors = errors(exitCode, arguments);
    assertThat(errors).contains(reason).hasLineCount(1);
    return errors;
  }

  private static String errors(int exitCode, String... arguments) throws Exception {
    try (JavaProcess service =
        JavaProcess.start(directory, TrainyardApplication.class, arguments)) {
      int code = service.exitCode();
      assertThat(service.errors()).startsWith("Trainyard cannot start: ");
      assertThat(code).isEqualTo(exitCode);
      assertThat(service.output()).doesNotContain("\tat ");
      return service.errors();
    }
  }
}
