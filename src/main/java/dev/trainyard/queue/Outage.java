package dev.trainyard.queue;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells an error that PostgreSQL's absence explains from one of the job itself. */
final class Outage {
  /** Connection lost, transaction rolled back, resources used up, server stopping. */
  private static final List<String> SQL_STATES = List.of("08", "40", "53", "57P");

  private Outage() {}

  /** Whether the job may succeed once PostgreSQL is back. */
  static boolean explains(Throwable error) {
    return error instanceof DataAccessResourceFailureException
        || error instanceof TransientDataAccessException
        || error instanceof RecoverableDataAccessException
        || error instanceof TransactionException
        || error instanceof SQLTransientException
        || error instanceof SQLRecoverableException
        || (error instanceof SQLException sql && hasTransientState(sql));
  }

  private static boolean hasTransientState(SQLException error) {
    String state = error.getSQLState();
    return state != null && SQL_STATES.stream().anyMatch(state::startsWith);
  }
}
