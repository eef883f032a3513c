package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.startup.StartupRefusedException;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects a connection pooler in front of a database, and adapts the connections to it. A pooler
 * may give each transaction another server connection. Anything kept in a session, such as a
 * prepared statement, would then be missing or another client's.
 */
final class PoolerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(PoolerCheck.class);
  private static final String PREPARE_THRESHOLD = "prepareThreshold";
  private static final String NO_PREPARED_STATEMENTS = "0";

  /**
   * When a process vanishes in the middle of a transaction, its locks hold up the repair of its
   * jobs until then. Settings of the user follow this one, and override it.
   */
  private static final String END_WHEN_IDLE = "-c%20idle_in_transaction_session_timeout=5s";

  private PoolerCheck() {}

  /**
   * Returns the same database with the options that suit the connection.
   *
   * @throws StartupRefusedException when there is a pooler, and it or the address has settings that
   *     cannot work behind one; or when it cannot be reached
   */
  static DatabaseAddress fit(DatabaseAddress address) {
    // Even the driver's own COMMIT would stay prepared on a server connection
    DatabaseAddress unprepared = address.withOption(PREPARE_THRESHOLD, NO_PREPARED_STATEMENTS);
    try (Connection connection = DatabaseCheck.connect(unprepared)) {
      if (!isPooled(connection)) {
        return direct(address);
      }
      requireTransactions(address, connection);
      return pooled(address);
    } catch (SQLException e) {
      throw DatabaseCheck.refusal(address, e);
    }
  }

  /** Returns the options for a server without a pooler before it. */
  static DatabaseAddress direct(DatabaseAddress address) {
    String own = address.option("options").map(PoolerCheck::encoded).orElse("");
    return address.withOption("options", (END_WHEN_IDLE + "%20" + own).replaceAll("%20$", ""));
  }

  private static DatabaseAddress pooled(DatabaseAddress address) {
    Optional<String> asked = address.option(PREPARE_THRESHOLD);
    if (asked.filter(threshold -> !threshold.equals(NO_PREPARED_STATEMENTS)).isPresent()) {
      throw new StartupRefusedException(
          ("The database at %s is reached through a connection pooler, and %s=%s asks for prepared statements, which"
                  + " another connection may not find again. Write %s=0 in DATABASE_URL, or leave it out.")
              .formatted(address.location(), PREPARE_THRESHOLD, asked.get(), PREPARE_THRESHOLD));
    }
    LOG.info(
        "The database at {} is reached through a connection pooler: {}={}",
        address.location(),
        PREPARE_THRESHOLD,
        NO_PREPARED_STATEMENTS);
    return address.withOption(PREPARE_THRESHOLD, NO_PREPARED_STATEMENTS);
  }

  /** A pooler reports a process id of its own, by which it knows whose statement to cancel. */
  private static boolean isPooled(Connection connection) throws SQLException {
    int reported = connection.unwrap(PGConnection.class).getBackendPID();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1) != reported;
    }
  }

  private static void requireTransactions(DatabaseAddress address, Connection connection) {
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT 1");
      connection.commit();
    } catch (SQLException e) {
      throw new StartupRefusedException(
          "The pooler at %s does not support transactions (%s). Set pool_mode = transaction in pgbouncer.ini."
              .formatted(address.location(), e.getMessage()),
          StartupRefusedException.EX_CONFIG,
          e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
