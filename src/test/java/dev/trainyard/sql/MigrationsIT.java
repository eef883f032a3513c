package dev.trainyard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.support.TestServers;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Schemas that a newer version of the service has made. */
class MigrationsIT {
  private DataSource database;
  private JdbcClient jdbc;

  @BeforeEach
  void migrate() {
    database = TestServers.shared().freshDatabase().dataSource();
    Migrations.migrate(database);
    jdbc = JdbcClient.create(database);
  }

  @Test
  void aSchemaOfThisVersionLacksNothing() {
    Migrations.Status status = Migrations.status(database);

    assertThat(status.pending()).isZero();
    assertThat(status.unknown()).isZero();
    assertThat(status.version()).isEqualTo(status.known());
    assertThat(status.refusal()).isEmpty();
  }

  @Test
  void aNewerSchemaIsUsedAsItIs() {
    upgradeTo(1000);

    assertThatCode(() -> Migrations.migrate(database)).doesNotThrowAnyException();
    assertThat(Migrations.status(database).unknown()).isEqualTo(1);
    assertThat(Migrations.status(database).version()).isEqualTo("1000");
  }

  @Test
  void aNewerSchemaWithWhichThisVersionCannotWorkIsRefusedInOneSentence() {
    upgradeTo(1000);
    jdbc.sql("UPDATE schema_needs SET migration = 999").update();

    assertThatThrownBy(() -> Migrations.migrate(database))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessage(
            "a newer version has brought the database to migration 1000, with which versions before migration 999 cannot work,"
                + " and this one knows up to %s: start the newer version, or restore a backup from before the upgrade.",
            Migrations.status(database).known());
  }

  /** A process of this version may make the schema that it needs itself. */
  @Test
  void whatASchemaNeedsIsKnownToTheVersionThatMakesIt() {
    int needed = jdbc.sql("SELECT migration FROM schema_needs").query(Integer.class).single();

    assertThat(needed).isLessThanOrEqualTo(Integer.parseInt(Migrations.status(database).known()));
  }

  private void upgradeTo(int version) {
    jdbc.sql(
            """
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,
                execution_time, success)
            SELECT max(installed_rank) + 1, :version, 'of a newer version', 'SQL', 'V' || :version || '__newer.sql', 1,
                'test', 1, true FROM flyway_schema_history
            """)
        .param("version", String.valueOf(version))
        .update();
  }
}
