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
 * Runs a transaction again that PostgreSQL has rolled back in favour of another one: the victim of
 * a deadlock, of a conflict of serializable or standby transactions, or of a lock that was not
 * free. Whoever asked for the transaction hears of it only when that has happened {@value #TRIES}
 * times.
 *
 * <p>What is run must be one transaction and leave nothing in memory when it fails.
 */
public final class VictimRetry {
  /** How often a transaction is run at most. */
  static final int TRIES = 6;

  /**
   * Serialization failure, deadlock, lock not available: nothing of the transaction has happened.
   */
  private static final Set<String> VICTIM = Set.of("40001", "40P01", "55P03");

  /** Doubled with each try; the wait is drawn from below it, lest the same two meet again. */
  private static final long MAX_FIRST_WAIT_MILLIS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(VictimRetry.class);

  /** Runs a transaction, and again while it is a victim. */
  public <T extends @Nullable Object> T run(Supplier<T> transaction) {
    for (int tried = 1; ; tried++) {
      try {
        return transaction.get();
      } catch (RuntimeException e) {
        if (tried == TRIES || !isVictim(e) || !pause(tried)) {
          throw e;
        }
        LOG.info("PostgreSQL gave way to another transaction; try {} follows", tried + 1);
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

  /** Returns false when the thread has been told to end. */
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
