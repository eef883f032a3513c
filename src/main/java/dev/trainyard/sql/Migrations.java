package dev.trainyard.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/** Brings a database to the schema of this version, as the start of the service does. */
public final class Migrations {

  private static final String GRANTS = "/db/grants.sql";
  private static final String RUN_ROLE = ":\"run_role\"";
  private static final String UNDEFINED_ROLE = "42704";

  /** A role that may create tables but does not own those that are there cannot alter them. */
  private static final String MAY_MIGRATE =
      """
      SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)
          AND NOT EXISTS (SELECT FROM pg_class
              WHERE oid = to_regclass('flyway_schema_history') AND NOT pg_has_role(relowner, 'USAGE'))
      """;

  private Migrations() {}

  /**
   * How far a database is.
   *
   * @param version the newest version that it has; empty for none
   * @param pending number of migrations of this version of the service that it lacks
   * @param unknown number that it has and this version does not know: a newer one has made it
   * @param failed number that have failed
   */
  public record Status(String version, int pending, int unknown, int failed) {}

  /** Looks how far a database is, and changes nothing. */
  public static Status status(DataSource database) {
    return status(flyway(database));
  }

  private static Status status(Flyway flyway) {
    MigrationInfoService info = flyway.info();
    MigrationInfo current = info.current();
    return new Status(
        current == null || current.getVersion() == null ? "" : current.getVersion().toString(),
        info.pending().length,
        (int)
            Arrays.stream(info.all())
                .filter(
                    each ->
                        each.getState() == MigrationState.FUTURE_SUCCESS
                            || each.getState() == MigrationState.MISSING_SUCCESS)
                .count(),
        (int) Arrays.stream(info.all()).filter(each -> each.getState().isFailed()).count());
  }

  /**
   * Applies what is missing.
   *
   * @return the number of migrations that were applied
   * @throws StartupRefusedException when something is missing, and the user may not change the
   *     schema
   */
  public static int migrate(DataSource database) {
    return migrate(flyway(database));
  }

  /** Does the same by an instance that Boot has configured. */
  static int migrate(Flyway flyway) {
    if (!isAllowed(flyway.getConfiguration().getDataSource())) {
      int pending = status(flyway).pending();
      if (pending > 0) {
        throw new StartupRefusedException(
            ("The database lacks %d migrations of this version, and its user may not change the schema. Run \"trainyard migrate"
                    + " --run-role ROLE\" with the owner of the schema in MIGRATE_DATABASE_URL.")
                .formatted(pending));
      }
    }
    return flyway.migrate().migrationsExecuted;
  }

  /** Whether the user of these connections may change the schema. */
  public static boolean isAllowed(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(MAY_MIGRATE)) {
      result.next();
      return result.getBoolean(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the rights on the schema cannot be read", e);
    }
  }

  /**
   * Grants a role what the running service needs, and takes from it what it does not need.
   *
   * @throws StartupRefusedException when there is no such role
   */
  public static void grant(DataSource database, String role) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(grants().replace(RUN_ROLE, quoted(role)));
      connection.commit();
    } catch (SQLException e) {
      if (UNDEFINED_ROLE.equals(e.getSQLState())) {
        throw new StartupRefusedException(
            "There is no role %s in the database. Create it, or correct --run-role."
                .formatted(role));
      }
      throw new IllegalStateException("the rights cannot be granted: " + e.getMessage(), e);
    }
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private static String grants() {
    try (InputStream in = Migrations.class.getResourceAsStream(GRANTS)) {
      return new String(Objects.requireNonNull(in, GRANTS).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Flyway flyway(DataSource database) {
    return Flyway.configure().dataSource(new MigrationDataSource(database)).load();
  }
}
