package dev.trainyard.sql;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets several queries see the database as it was at one moment. */
public final class Snapshot {
  /** For this transaction alone: behind a pooler a setting of the session would reach others. */
  private static final String READ_ONE_MOMENT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  private final TransactionTemplate transactions;
  private final JdbcTemplate jdbc;

  /** Creates snapshots of a database. */
  Snapshot(TransactionTemplate transactions, JdbcTemplate jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  /** Runs queries that all see the moment of the first of them. */
  public <T> T read(Supplier<T> queries) {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              jdbc.execute(READ_ONE_MOMENT);
              return queries.get();
            }),
        "queries without a result");
  }
}
