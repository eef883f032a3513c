package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.job.retention.JobRetention;
import dev.trainyard.retention.Sweeper;
import dev.trainyard.servers.ServersDiagnosis;
import dev.trainyard.sql.Migrations;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.ManualClock;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.support.TransactionTemplate;

/** One role of the database owns the schema, another one runs the service with fewer rights. */
class TwoRolesIT {
  private static final String OWNER = "test_owner";
  private static final String RUN = "test_run";
  private static final String NO_PERMISSION = "42501";

  @TempDir private Path directory;

  private final TestServers.Database server = TestServers.shared().freshDatabase();
  private final TestServers.Database owner =
      new TestServers.Database(server.jdbcUrl(), OWNER, "secret");
  private final TestServers.Database run =
      new TestServers.Database(server.jdbcUrl(), RUN, "secret");
  private final String redis = TestServers.shared().freshRedisUrl();

  @BeforeEach
  void createRoles() throws SQLException {
    String name = server.jdbcUrl().replaceFirst(".*/", "");
    as(
        server,
        "CREATE ROLE " + OWNER + " LOGIN PASSWORD 'secret'",
        "CREATE ROLE " + RUN + " LOGIN PASSWORD 'secret'",
        "ALTER DATABASE " + name + " OWNER TO " + OWNER);
  }

  @AfterEach
  void dropRoles() throws SQLException {
    as(
        server,
        "REASSIGN OWNED BY " + OWNER + " TO postgres",
        "DROP OWNED BY " + OWNER + ", " + RUN,
        "DROP ROLE " + OWNER + ", " + RUN);
  }

  @Test
  void aServiceDoesAJobWithARoleThatMayNotChangeTheSchema() throws Exception {
    migrate();
    int port = FreePort.find();
    try (JavaProcess api = start("api", port);
        JavaProcess worker = start("worker", FreePort.find())) {
      TrainingClient client = TrainingClient.ofStarted(port);
      client.uploadCandles();
      String job = client.submit(Map.of("n_iterations", 20));
      JsonNode ended = client.awaitFinal(job);
      assertThat(ended.path("status").asText())
          .as("%s%n%s%n%s", ended, api.errors(), worker.errors())
          .isEqualTo("COMPLETED");
      assertThat(client.get("/jobs/" + job + "/results").path("best_parameters")).isNotEmpty();
      assertThat(api.output() + worker.output()).doesNotContain("permission denied");
    }
    removeAllThatIsOld();
  }

  /** What ended long ago is removed by the rights of the role, too. */
  private void removeAllThatIsOld() throws Exception {
    as(
        owner,
        "UPDATE training_jobs SET created_at = created_at - interval '500 days', finished_at = finished_at - interval '500 days'");
    // The service has passed them, as their ends were young
    as(owner, "UPDATE retention_marks SET ended = '-infinity'");
    as(run, "DELETE FROM trained_configurations");
    DataSource database = run.dataSource();
    JdbcClient jdbc = JdbcClient.create(database);
    JobRetention retention =
        new JobRetention(
            jdbc,
            new Sweeper(
                jdbc,
                new TransactionTemplate(new DataSourceTransactionManager(database)),
                event -> {},
                new ManualClock()));

    retention.forgetTrials("90d");
    retention.forgetLogs("90d");
    assertThat(jdbc.sql("SELECT count(*) FROM training_trials").query(Long.class).single())
        .isZero();
    retention.forgetJobs("400d");
    assertThat(jdbc.sql("SELECT count(*) FROM training_jobs").query(Long.class).single()).isZero();
  }

  @Test
  void aStartWithoutTheSchemaSaysHowToMigrate() throws Exception {
    try (JavaProcess refused = start("api", FreePort.find())) {
      assertThat(refused.exitCode()).isEqualTo(78);
      assertThat(refused.errors())
          .startsWith("Trainyard cannot start: The database lacks ")
          .contains("trainyard migrate --run-role ROLE", "MIGRATE_DATABASE_URL")
          .hasLineCount(1);
    }
  }

  @Test
  void soDoesTheDoctor() {
    MockEnvironment settings =
        new MockEnvironment()
            .withProperty("DATABASE_URL", run.url())
            .withProperty("REDIS_URL", redis);

    assertThat(new ServersDiagnosis(settings, Clock.systemUTC()).findings())
        .anySatisfy(
            finding ->
                assertThat(finding.toString())
                    .contains("migrations", "may not change the schema", "trainyard migrate"));
  }

  @Test
  void aRunRoleThatDoesNotExistIsNamed() {
    migrateHere();

    assertThatThrownBy(() -> Migrations.grant(owner.dataSource(), "nobody \"here\""))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageStartingWith("There is no role nobody \"here\" in the database.");
  }

  @Test
  void theRunRoleMayNotChangeWhatOthersRelyOn() throws Exception {
    migrateHere();

    for (String statement :
        List.of(
            "CREATE TABLE mine (n integer)",
            "DROP TABLE training_jobs",
            "ALTER TABLE training_jobs ADD COLUMN mine integer",
            "TRUNCATE training_jobs",
            "CREATE OR REPLACE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'",
            "UPDATE audit_log SET target = ''",
            "UPDATE job_events SET data = '{}'",
            "UPDATE schema_needs SET migration = 1",
            "DELETE FROM api_keys",
            "UPDATE result_seal SET secret = ''",
            "DELETE FROM flyway_schema_history",
            "SELECT setval('event_ids', 1)")) {
      assertThatThrownBy(() -> as(run, statement))
          .as(statement)
          .isInstanceOf(SQLException.class)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isIn(NO_PERMISSION));
    }
  }

  /** A table of a later migration is not forgotten. */
  @Test
  void theRunRoleReadsAllTables() throws Exception {
    migrateHere();

    try (Connection connection = run.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery(
                """
                SELECT string_agg(relname, ' ') FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
                    AND NOT has_table_privilege(oid, 'SELECT') AND relname NOT LIKE '%\\_seq\\_seq'
                """)) {
      assertThat(tables.next()).isTrue();
      assertThat(tables.getString(1)).isNull();
    }
  }

  private void migrate() throws Exception {
    try (JavaProcess migration =
        JavaProcess.start(
            directory,
            List.of(),
            Map.of("MIGRATE_DATABASE_URL", owner.url()),
            TrainyardApplication.class,
            "migrate",
            "--run-role",
            RUN)) {
      assertThat(migration.exitCode()).as(migration.errors()).isZero();
      assertThat(migration.output()).contains("migrations were applied", RUN + " may read");
    }
  }

  private void migrateHere() {
    Migrations.migrate(owner.dataSource());
    Migrations.grant(owner.dataSource(), RUN);
  }

  private JavaProcess start(String role, int port) throws IOException {
    return JavaProcess.start(
        directory,
        List.of(),
        Map.of("DATABASE_URL", run.url(), "REDIS_URL", redis),
        TrainyardApplication.class,
        "--server.port=" + port,
        "--trainyard.role=" + role);
  }

  private static void as(TestServers.Database user, String... statements) throws SQLException {
    try (Connection connection = user.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}
