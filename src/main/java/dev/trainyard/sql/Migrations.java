package dev.trainyard.sql;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema of this version, as the start of the service does. */
public final class Migrations {

  private Migrations() {}

  /** Applies what is missing. */
  public static void migrate(DataSource database) {
    Flyway.configure().dataSource(new MigrationDataSource(database)).load().migrate();
  }
}
