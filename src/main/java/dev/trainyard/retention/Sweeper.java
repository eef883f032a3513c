package dev.trainyard.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Removes rows whose time is over, some at a time. Each transaction is short, and the sweeper rests
 * as long as it has taken, so that jobs have the database to themselves at least half of the time.
 * One process sweeps at a time. A sweep may end anywhere: what is left is found by the next one.
 */
@Component
public class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtext('trainyard.retention'))";

  /**
   * An index leads to the rows, whatever the statistics of a table say that has just grown or
   * shrunk. Sequential scans that cannot be avoided then have a cost beyond all bounds, for which
   * PostgreSQL would compile a statement of a millisecond for half a second.
   */
  private static final String BY_INDEX =
      "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

  private static final int ROWS_AT_ONCE = 1000;

  /** Short, since a process that ends waits for it. */
  private static final Duration ROUND = Duration.ofSeconds(1);

  private static final Duration SHORTEST_REST = Duration.ofMillis(20);
  private static final Duration REPORTED_EVERY = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;
  private final Map<Kind, Long> unreported = new EnumMap<>(Kind.class);
  private Instant nextReport = Instant.MIN;

  /**
   * Creates the sweeper of a database.
   *
   * @param transactions read committed, on the data source of {@code jdbc}
   */
  public Sweeper(
      JdbcClient jdbc,
      TransactionOperations transactions,
      ApplicationEventPublisher publisher,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * Removes rows until nothing is left or about a second is over; does nothing while another
   * process sweeps.
   */
  public void sweep(Kind kind, KeptFor kept, Removal removal) {
    Duration time = kept.time();
    if (time == null) {
      return;
    }
    Instant end = clock.instant().plus(ROUND);
    try {
      boolean goesOn = true;
      while (goesOn && clock.instant().isBefore(end)) {
        Instant begun = clock.instant();
        Removal.Step step =
            Objects.requireNonNull(
                transactions.execute(status -> step(removal, time)), "a step without a result");
        tell(kind, step.rows());
        goesOn = step.goesOn() && rest(Duration.between(begun, clock.instant()));
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("nothing more of {} is removed for now: {}", kind.label(), e.getMessage());
    }
  }

  private void tell(Kind kind, long rows) {
    if (rows > 0) {
      publisher.publishEvent(new RowsRemoved(kind, rows));
      report(kind, rows);
    }
  }

  private Removal.Step step(Removal removal, Duration time) {
    if (!jdbc.sql(LOCK).query(Boolean.class).single()) {
      return Removal.Step.DONE;
    }
    jdbc.sql(BY_INDEX).query((row, number) -> true).single();
    return removal.next(time, ROWS_AT_ONCE);
  }

  private synchronized void report(Kind kind, long rows) {
    unreported.merge(kind, rows, Long::sum);
    Instant now = clock.instant();
    if (!now.isBefore(nextReport)) {
      unreported.forEach(
          (one, count) ->
              LOG.info("removed, as {} has it: {} rows of {}", one.setting(), count, one.label()));
      unreported.clear();
      nextReport = now.plus(REPORTED_EVERY);
    }
  }

  /** Returns false when the process is to end. */
  private static boolean rest(Duration worked) {
    try {
      Thread.sleep(Math.max(SHORTEST_REST.toMillis(), worked.toMillis()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
