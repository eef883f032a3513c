package dev.trainyard.job;

import java.sql.SQLException;
import org.springframework.stereotype.Component;

/**
 * Tells an error that the same statement may not meet again: PostgreSQL rolled the transaction
 * back, as in a deadlock, or had used up its memory or disk.
 */
@Component("interruption")
public class Interruption {
  private static final String ROLLED_BACK = "40";
  private static final String USED_UP = "53";

  /** Not for this one: then PostgreSQL cannot be reached at all, as {@link Outage} has it. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  /** Whether an error, or one of its causes, is such a one. */
  public boolean explains(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && isInterruption(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInterruption(String state) {
    return state != null
        && (state.startsWith(ROLLED_BACK)
            || (state.startsWith(USED_UP) && !state.equals(TOO_MANY_CONNECTIONS)));
  }
}
