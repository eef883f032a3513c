package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks a database before the service relies on it. */
final class DatabaseCheck {

  private static final String TIMEOUT_SECONDS = "5";
  private static final String INVALID_PASSWORD = "28P01";
  private static final String INVALID_AUTHORIZATION = "28000";
  private static final String UNKNOWN_DATABASE = "3D000";
  private static final String NO_PRIVILEGE = "42501";

  private static final String TOO_MANY_CONNECTIONS = "53300";

  /** PgBouncer's message about a parameter. */
  private static final Pattern UNSUPPORTED =
      Pattern.compile("unsupported startup parameter(?: in options)?: (\\w+)");

  private DatabaseCheck() {}

  /**
   * Connects once, and checks the settings that make an accepted job durable.
   *
   * @throws StartupRefusedException when the database cannot be reached, refuses the user, or does
   *     not keep what it has committed
   */
  static void verify(DatabaseAddress address) {
    try (Connection connection = connect(address)) {
      for (String setting : List.of("fsync", "synchronous_commit")) {
        requireOn(connection, setting, address);
      }
    } catch (SQLException e) {
      throw refusal(address, e);
    }
  }

  /** Returns a connection that gives up soon. */
  static Connection connect(DatabaseAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
    properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
    if (address.username().isEmpty()) {
      properties.remove("user");
    }
    return DriverManager.getConnection(address.jdbcUrl(), properties);
  }

  private static void requireOn(Connection connection, String setting, DatabaseAddress address)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery("SHOW " + setting)) {
      value.next();
      if (value.getString(1).equals("off")) {
        throw new StartupRefusedException(
            "The database at %s runs with %s = off: accepted jobs would be lost in a crash. Set %s = on in its configuration."
                .formatted(address.location(), setting, setting));
      }
    }
  }

  /** Explains why an address that gives this error cannot be used. */
  static StartupRefusedException refusal(DatabaseAddress address, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String where = address.location();
    Matcher unsupported = UNSUPPORTED.matcher(String.valueOf(e.getMessage()));
    if (unsupported.find()) {
      return refusal(
          "The pooler at %s does not accept '%s'. Remove it from DATABASE_URL if it is there; otherwise add it to ignore_startup_parameters in pgbouncer.ini."
              .formatted(where, unsupported.group(1)),
          StartupRefusedException.EX_CONFIG,
          e);
    }
    return switch (state) {
      case INVALID_PASSWORD, INVALID_AUTHORIZATION ->
          refusal(
              "The database at %s does not accept user '%s' with this password. Check DATABASE_URL, or DB_USER and DB_PASSWORD."
                  .formatted(where, address.username()),
              StartupRefusedException.EX_CONFIG,
              e);
      case UNKNOWN_DATABASE ->
          refusal(
              "There is no database at %s. Create it, or correct DATABASE_URL or DB_NAME."
                  .formatted(where),
              StartupRefusedException.EX_CONFIG,
              e);
      case NO_PRIVILEGE ->
          refusal(
              "User '%s' may not connect to the database at %s. Grant it CONNECT, or correct DATABASE_URL or DB_USER."
                  .formatted(address.username(), where),
              StartupRefusedException.EX_CONFIG,
              e);
      case TOO_MANY_CONNECTIONS ->
          refusal(
              "The database at %s has no connection left for this process (%s). Raise max_connections there, put PgBouncer before it, or lower spring.datasource.hikari.maximum-pool-size of the other processes."
                  .formatted(where, e.getMessage()),
              StartupRefusedException.EX_UNAVAILABLE,
              e);
      default ->
          refusal(
              "The database at %s cannot be reached (%s). Start it, or correct DATABASE_URL, or DB_HOST and DB_PORT."
                  .formatted(where, e.getMessage()),
              StartupRefusedException.EX_UNAVAILABLE,
              e);
    };
  }

  private static StartupRefusedException refusal(String message, int exitCode, SQLException e) {
    return new StartupRefusedException(message, exitCode, e);
  }
}
