package dev.trainyard.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Classifies errors of PostgreSQL, its driver or a pooler by their meaning for the job: the one
 * table of the SQLSTATE classes.
 */
enum DatabaseFault {
  /**
   * The server or this connection is at fault, never the job, so the attempt does not count. That
   * includes the effects of a pooler that gives each transaction another server connection.
   */
  AWAY,

  /** The same statement may succeed a little later, or may not: the attempt counts. */
  TRANSIENT,

  /** The statement or its data are wrong, and stay wrong. */
  PERMANENT;

  /**
   * By class (the first two characters) or, where a state of a class differs, by state. A missing
   * one is permanent. The order is that of the appendix "PostgreSQL Error Codes".
   */
  private static final Map<String, DatabaseFault> TABLE =
      Map.ofEntries(
          // Connection exceptions; a pooler reports all of its own refusals as 08P01
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
          // Memory, disk or connections used up; a temporary file that is too large is the job's
          // fault
          Map.entry("53", AWAY),
          Map.entry("53400", TRANSIENT),
          // Locked or in use
          Map.entry("55", TRANSIENT),
          // The operator: shutdown, crash of another process, starting up; a cancelled statement
          // is its own fault
          Map.entry("57", AWAY),
          Map.entry("57000", TRANSIENT),
          Map.entry("57014", TRANSIENT),
          // Outside of PostgreSQL: its disk, its files, its configuration
          Map.entry("58", AWAY),
          Map.entry("F0", AWAY),
          // "snapshot too old"
          Map.entry("72", TRANSIENT),
          // Damaged data are the server's fault; an internal error may be the statement's
          Map.entry("XX", TRANSIENT),
          Map.entry("XX001", AWAY),
          Map.entry("XX002", AWAY));

  /** Classifies an SQLSTATE. */
  static DatabaseFault ofState(String state) {
    DatabaseFault ofClass =
        state.length() < 2 ? PERMANENT : TABLE.getOrDefault(state.substring(0, 2), PERMANENT);
    return TABLE.getOrDefault(state, ofClass);
  }

  /**
   * Classifies an error by the first of its causes that has a state; empty when it is not the
   * database's.
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
      // A commit or rollback on a closed connection, which has no state
      if (cause instanceof DataAccessResourceFailureException
          || cause instanceof TransactionSystemException) {
        untold = Optional.of(AWAY);
      }
    }
    return untold;
  }
}
