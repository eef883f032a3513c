package dev.trainyard.sql;

import dev.trainyard.startup.StartupRefusedException;
import java.util.Arrays;
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
    return status(of(database));
  }

  /**
   * Applies what is missing.
   *
   * @throws StartupRefusedException when a newer version has made the schema, and this one cannot
   *     work with it
   */
  public static void migrate(DataSource database) {
    migrate(of(database));
  }

  /** As {@link #migrate(DataSource)}, as it is configured. */
  static void migrate(Flyway flyway) {
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
    flyway.migrate();
  }

  private static Flyway of(DataSource database) {
    return Flyway.configure().dataSource(new MigrationDataSource(database)).load();
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
