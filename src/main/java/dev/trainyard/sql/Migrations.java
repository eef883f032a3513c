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
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Brings a database to the schema of this version, as the start of the service does. A schema that
 * a newer version has made is used as it is, so that processes of two versions run side by side,
 * unless its table {@code schema_needs} says that former versions cannot work with it.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

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
   * @param known the newest version that this version of the service knows
   * @param pending number of migrations of this version of the service that it lacks
   * @param unknown number that it has and this version does not know: a newer one has made it
   * @param failed number that have failed
   * @param refusal why this version cannot work with it, and what to do; empty when it can
   */
  public record Status(
      String version,
      String known,
      int pending,
      int unknown,
      int failed,
      Optional<String> refusal) {}

  /** Looks how far a database is, and changes nothing. */
  public static Status status(DataSource database) {
    return status(flyway(database));
  }

  private static Status status(Flyway flyway) {
    MigrationInfoService info = flyway.info();
    MigrationInfo current = info.current();
    String version =
        current == null || current.getVersion() == null ? "" : current.getVersion().toString();
    MigrationVersion known =
        Arrays.stream(info.all())
            .filter(each -> each.getState() != null && each.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .max(MigrationVersion::compareTo)
            .orElse(MigrationVersion.EMPTY);
    int unknown =
        (int)
            Arrays.stream(info.all())
                .filter(
                    each ->
                        each.getState() == MigrationState.FUTURE_SUCCESS
                            || each.getState() == MigrationState.MISSING_SUCCESS)
                .count();
    return new Status(
        version,
        known.toString(),
        info.pending().length,
        unknown,
        (int) Arrays.stream(info.all()).filter(each -> each.getState().isFailed()).count(),
        unknown == 0
            ? Optional.empty()
            : refusal(flyway.getConfiguration().getDataSource(), version, known));
  }

  /**
   * Applies what is missing.
   *
   * @return the number of migrations that were applied
   * @throws StartupRefusedException when something is missing, and the user may not change the
   *     schema; or when a newer version has made the schema, and this one cannot work with it
   */
  public static int migrate(DataSource database) {
    return migrate(flyway(database));
  }

  /** Does the same by an instance that Boot has configured. */
  static int migrate(Flyway flyway) {
    Status status = status(flyway);
    status
        .refusal()
        .ifPresent(
            refusal -> {
              throw new StartupRefusedException(refusal);
            });
    if (status.unknown() > 0) {
      LOG.warn(
          "A newer version has brought the database to migration {}; this one knows up to {} and works with it",
          status.version(),
          status.known());
    }
    if (status.pending() > 0 && !isAllowed(flyway.getConfiguration().getDataSource())) {
      throw new StartupRefusedException(
          ("The database lacks %d migrations of this version, and its user may not change the schema. Run \"trainyard migrate"
                  + " --run-role ROLE\" with the owner of the schema in MIGRATE_DATABASE_URL.")
              .formatted(status.pending()));
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

  /** Each version of the service has the table from migration 28 on. */
  private static Optional<String> refusal(
      DataSource database, String version, MigrationVersion known) {
    JdbcClient jdbc = JdbcClient.create(database);
    if (!jdbc.sql("SELECT to_regclass('schema_needs') IS NOT NULL").query(Boolean.class).single()) {
      return Optional.empty();
    }
    int needed = jdbc.sql("SELECT migration FROM schema_needs").query(Integer.class).single();
    return MigrationVersion.fromVersion(String.valueOf(needed)).compareTo(known) <= 0
        ? Optional.empty()
        : Optional.of(
            ("a newer version has brought the database to migration %s, with which versions before migration %d cannot work,"
                    + " and this one knows up to %s: start the newer version, or restore a backup from before the upgrade.")
                .formatted(version, needed, known));
  }
}
