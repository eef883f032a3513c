package dev.trainyard.sql;

import org.springframework.stereotype.Component;

/**
 * Recognises errors that the same statement may not meet again: PostgreSQL rolled the transaction
 * back, as in a deadlock, or something was locked.
 */
@Component("interruption")
public class TransientDatabaseError {

  /** Returns whether an error, or one of its causes, is transient. */
  public boolean explains(Throwable error) {
    return isInterruption(error);
  }

  /** Returns the same as {@link #explains}, for callers without a bean. */
  public static boolean isInterruption(Throwable error) {
    return DatabaseFault.of(error).filter(fault -> fault == DatabaseFault.TRANSIENT).isPresent();
  }
}
