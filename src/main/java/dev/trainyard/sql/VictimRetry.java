package dev.trainyard.sql;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a transaction that PostgreSQL has rolled back in favour of another one: the victim of a
 * deadlock, of a conflict of serializable or standby transactions, or of a lock that was not free.
 * The caller receives the error only after {@value #TRIES} tries.
 *
 * <p>The work must be one transaction and leave nothing in memory when it fails.
 */
public final class VictimRetry {
  /** Maximum number of times that a transaction is run. */
  static final int TRIES = 6;

  /**
   * Serialization failure, deadlock, lock not available: nothing of the transaction has happened.
   */
  private static final Set<String> VICTIM = Set.of("40001", "40P01", "55P03");

  /**
   * Doubled with each try; the actual wait is random below it, so that the same two do not meet
   * again.
   */
  private static final long MAX_FIRST_WAIT_MILLIS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(VictimRetry.class);

  /** Runs a transaction, and repeats it while it is a victim. */
  public <T extends @Nullable Object> T run(Supplier<T> transaction) {
    for (int tried = 1; ; tried++) {
      try {
        return transaction.get();
      } catch (RuntimeException e) {
        if (tried == TRIES || !isVictim(e) || !pause(tried)) {
          throw e;
        }
        LOG.info(
            "PostgreSQL rolled the transaction back in favour of another one; try {} follows",
            tried + 1);
      }
    }
  }

  private static boolean isVictim(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return VICTIM.contains(sql.getSQLState());
      }
    }
    return false;
  }

  /** Waits before the next try; returns false when the thread was interrupted. */
  private static boolean pause(int tried) {
    try {
      long bound = MAX_FIRST_WAIT_MILLIS << tried;
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(bound));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
