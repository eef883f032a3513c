package dev.trainyard.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * What an error of PostgreSQL, of its driver or of a pooler before it means for the job that met
 * it: the one table of the SQLSTATE classes.
 */
enum DatabaseFault {
  /**
   * The server or this connection, never the job: nothing is held against it. That includes what a
   * pooler brings about that gives each transaction another server connection.
   */
  AWAY,

  /** The same may go well a little later, or may not: an attempt is counted. */
  TRANSIENT,

  /** The statement or its data are wrong, and stay so. */
  PERMANENT;

  /**
   * By class (the first two characters) or, where one of a class differs, by state. What is missing
   * is permanent. The order is that of the appendix "PostgreSQL Error Codes".
   */
  private static final Map<String, DatabaseFault> TABLE =
      Map.ofEntries(
          // Connection exceptions; a pooler tells all of its own refusals as 08P01
          Map.entry("08", AWAY),
          // "cached plan must not change result type": a migration under a prepared statement
          Map.entry("0A000", TRANSIENT),
          // A transaction that is not in the state that its session believes, or that was ended
          Map.entry("25006", AWAY),
          Map.entry("25P01", AWAY),
          Map.entry("25P02", AWAY),
          Map.entry("25P03", AWAY),
          Map.entry("25P04", AWAY),
          // Another session's prepared statements and cursors
          Map.entry("26", AWAY),
          Map.entry("34", AWAY),
          Map.entry("42P03", AWAY),
          Map.entry("42P05", AWAY),
          Map.entry("3B001", AWAY),
          // A password that is being changed, a database that is being restored
          Map.entry("28", AWAY),
          Map.entry("3D", AWAY),
          // Rolled back, as in a deadlock
          Map.entry("40", TRANSIENT),
          // Memory, disk or connections used up; a temporary file that is too large is its job's
          Map.entry("53", AWAY),
          Map.entry("53400", TRANSIENT),
          // Locked or in use
          Map.entry("55", TRANSIENT),
          // The operator: shutdown, crash of another process, starting up; cancelled is the
          // statement's
          Map.entry("57", AWAY),
          Map.entry("57000", TRANSIENT),
          Map.entry("57014", TRANSIENT),
          // Outside of PostgreSQL: its disk, its files, its configuration
          Map.entry("58", AWAY),
          Map.entry("F0", AWAY),
          // "snapshot too old"
          Map.entry("72", TRANSIENT),
          // Damaged data are the server's; an internal error may be the statement's
          Map.entry("XX", TRANSIENT),
          Map.entry("XX001", AWAY),
          Map.entry("XX002", AWAY));

  /** What an SQLSTATE means. */
  static DatabaseFault ofState(String state) {
    DatabaseFault ofClass =
        state.length() < 2 ? PERMANENT : TABLE.getOrDefault(state.substring(0, 2), PERMANENT);
    return TABLE.getOrDefault(state, ofClass);
  }

  /**
   * What an error, or the first of its causes that tells, means; empty when it is none of the
   * database.
   */
  static Optional<DatabaseFault> of(Throwable error) {
    Optional<DatabaseFault> untold = Optional.empty();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof CannotCreateTransactionException) {
        return Optional.of(AWAY);
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(ofState(sql.getSQLState()));
      }
      // A commit or rollback on a connection that is closed: that one has no state to tell
      if (cause instanceof DataAccessResourceFailureException
          || cause instanceof TransactionSystemException) {
        untold = Optional.of(AWAY);
      }
    }
    return untold;
  }
}
