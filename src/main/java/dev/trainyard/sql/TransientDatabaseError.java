package dev.trainyard.sql;

import org.springframework.stereotype.Component;

/**
 * Tells an error that the same statement may not meet again: PostgreSQL rolled the transaction
 * back, as in a deadlock, or had something locked.
 */
@Component("interruption")
public class TransientDatabaseError {

  /** Whether an error, or one of its causes, is such a one. */
  public boolean explains(Throwable error) {
    return isInterruption(error);
  }

  /** As {@link #explains}, for those who have no bean. */
  public static boolean isInterruption(Throwable error) {
    return DatabaseFault.of(error).filter(fault -> fault == DatabaseFault.TRANSIENT).isPresent();
  }
}
