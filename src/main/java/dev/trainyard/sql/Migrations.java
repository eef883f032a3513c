package dev.trainyard.sql;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/** Brings a database to the schema of this version, as the start of the service does. */
public final class Migrations {

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
    MigrationInfoService info =
        Flyway.configure().dataSource(new MigrationDataSource(database)).load().info();
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

  /** Applies what is missing. */
  public static void migrate(DataSource database) {
    Flyway.configure().dataSource(new MigrationDataSource(database)).load().migrate();
  }
}
