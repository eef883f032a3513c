package dev.trainyard.job;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells an error that PostgreSQL's absence explains from one of the job: it is gone or going,
 * refuses connections, or takes no writes for now. Such an error says nothing of the job, which
 * goes on when PostgreSQL is back and loses no attempt.
 */
@Component("outage")
public class Outage {
  /**
   * Connection exceptions, the operator's interventions (shutdown, crash of another process,
   * starting up), too many connections, read-only as after a failover, and a session that was ended
   * since this process stood still in a transaction.
   */
  private static final List<String> SQL_STATES = List.of("08", "57P", "53300", "25006", "25P03");

  /** Whether an error, or one of its causes, is the absence of PostgreSQL. */
  public boolean explains(Throwable error) {
    return isAbsence(error);
  }

  /** As {@link #explains}, for those who have no bean. */
  public static boolean isAbsence(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof DataAccessResourceFailureException
          || cause instanceof CannotCreateTransactionException
          // A commit or rollback on a connection that is closed: that one has no state to tell
          || cause instanceof TransactionSystemException
          || (cause instanceof SQLException sql && hasStateOfAbsence(sql))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasStateOfAbsence(SQLException error) {
    String state = error.getSQLState();
    return state != null && SQL_STATES.stream().anyMatch(state::startsWith);
  }
}
