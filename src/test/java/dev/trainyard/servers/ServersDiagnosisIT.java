package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.sql.Migrations;
import dev.trainyard.startup.Finding;
import dev.trainyard.startup.Finding.Level;
import dev.trainyard.support.DistributionPostgres;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TestServers.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

/** What is told of a database that is not as it should be. */
class ServersDiagnosisIT {
  @TempDir private Path directory;

  @Test
  void aClockThatIsOffIsToldBySeverity() {
    assertThat(clock(Duration.ofMinutes(-5))).extracting(Finding::level).isEqualTo(Level.WRONG);
    assertThat(clock(Duration.ofSeconds(30))).extracting(Finding::level).isEqualTo(Level.WARNING);
    assertThat(clock(Duration.ofSeconds(30)).advice()).contains("NTP");
    assertThat(clock(Duration.ZERO)).extracting(Finding::level).isNotEqualTo(Level.WRONG);
  }

  @Test
  void aDatabaseThatTakesNoWritesIsTold() {
    Database database = TestServers.shared().freshDatabase();
    JdbcClient.create(database.dataSource())
        .sql(
            """
            DO $$ BEGIN
              EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database());
            END $$
            """)
        .update();

    Finding disk = finding("disk of PostgreSQL", database, Clock.systemUTC());

    assertThat(disk.level()).isEqualTo(Level.WRONG);
    assertThat(disk.message()).contains("takes no writes").contains("standby");
  }

  @Test
  void theDiskIsTriedWithoutLeavingAnything() {
    Database database = TestServers.shared().freshDatabase();

    Finding disk = finding("disk of PostgreSQL", database, Clock.systemUTC());

    assertThat(disk.level()).isEqualTo(Level.OK);
    assertThat(
            JdbcClient.create(database.dataSource())
                .sql("SELECT count(*) FROM pg_stat_user_tables")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void aSchemaThatIsTooNewIsTold() {
    Database database = TestServers.shared().freshDatabase();
    Migrations.migrate(database.dataSource());
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    jdbc.sql(
            """
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,
                execution_time, success)
            VALUES (9999, '9999', 'of later', 'SQL', 'V9999__of_later.sql', 'x', 0, true)
            """)
        .update();
    assertThat(finding("migrations", database, Clock.systemUTC()).level()).isEqualTo(Level.WARNING);

    jdbc.sql("UPDATE schema_needs SET migration = 9999").update();

    Finding refused = finding("migrations", database, Clock.systemUTC());
    assertThat(refused.level()).isEqualTo(Level.WRONG);
    assertThat(refused.message()).contains("with which this one cannot work");
  }

  private static Finding clock(Duration off) {
    return finding(
        "clock",
        TestServers.shared().freshDatabase(),
        Clock.offset(Clock.system(ZoneOffset.UTC), off));
  }

  private static Finding finding(String subject, Database database, Clock clock) {
    MockEnvironment environment =
        new MockEnvironment()
            .withProperty("DATABASE_URL", database.url())
            .withProperty("REDIS_URL", TestServers.shared().freshRedisUrl());
    return new ServersDiagnosis(environment, clock)
        .findings().stream()
            .filter(finding -> finding.subject().equals(subject))
            .findFirst()
            .orElseThrow();
  }

  @Test
  @Tag(DistributionPostgres.TAG)
  void aPasswordThatWasChangedIsToldWithoutIt() throws Exception {
    try (DistributionPostgres server = DistributionPostgres.start(directory)) {
      MockEnvironment environment =
          new MockEnvironment()
              .withProperty("DATABASE_URL", server.adminUrl().replace(":secret@", ":former@"))
              .withProperty("REDIS_URL", TestServers.shared().freshRedisUrl());

      List<Finding> findings = new ServersDiagnosis(environment, Clock.systemUTC()).findings();

      assertThat(findings)
          .anySatisfy(
              finding -> {
                assertThat(finding.level()).isEqualTo(Level.WRONG);
                assertThat(finding.message())
                    .contains("does not accept user 'postgres' with this password")
                    .contains("DATABASE_URL")
                    .doesNotContain("former");
              });
    }
  }
}
