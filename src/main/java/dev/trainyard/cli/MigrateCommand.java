package dev.trainyard.cli;

import dev.trainyard.servers.ServiceDatabase;
import dev.trainyard.sql.Migrations;
import dev.trainyard.startup.StartupRefusedException;
import java.io.PrintStream;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * {@code migrate}: brings the database to the schema of this version, for services that run with a
 * role that may not.
 */
final class MigrateCommand {
  /** The name of the command. */
  static final String NAME = "migrate";

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param out receives what was done
   * @param err receives why nothing was done
   */
  MigrateCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Applies what is missing.
   *
   * @param runRole the role that is granted what the service needs; null for none
   * @param settings of the service, as {@code --name=value}
   * @return 0 when it is done, 1 when a migration has failed, 2 for a wrong command line, 69 when
   *     the database is away, 78 for wrong settings
   */
  int run(@Nullable String runRole, List<String> settings) {
    List<String> unknown =
        settings.stream().filter(word -> !word.matches("--[a-z-]+\\..*")).toList();
    if (!unknown.isEmpty()) {
      err.printf("migrate takes settings as --name=value, not '%s'.%n", String.join(" ", unknown));
      return MISUSED;
    }
    LoggingSystem.get(getClass().getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
    try (ServiceDatabase database =
        ServiceDatabase.openForMigrations(
            CommandSettings.environment(settings.toArray(String[]::new)))) {
      DataSource source = database.dataSource();
      int applied = Migrations.migrate(source);
      out.printf(
          "The schema has version %s; %d migrations were applied.%n",
          Migrations.status(source).version(), applied);
      if (runRole != null) {
        Migrations.grant(source, runRole);
        out.printf("%s may read and write what the service needs.%n", runRole);
      }
      return DONE;
    } catch (StartupRefusedException e) {
      err.println(e.getMessage());
      return e.exitCode();
    } catch (FlywayException e) {
      err.println(
          "A migration has failed, and changed nothing: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return FAILED;
    }
  }
}
