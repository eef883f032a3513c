package dev.trainyard.job.lifecycle;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The keys by which clients repeat a request safely; a key holds for 24 hours. */
@Repository
public class IdempotencyKeys {
  private static final String MINE = " FROM %s WHERE idempotency_key = :key AND api_key_id %s";

  private final JdbcClient jdbc;

  /** Creates the keys of a database. */
  public IdempotencyKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The kinds of things that a key is used for. Things of two kinds may have the same key. */
  public enum Kind {
    /** A single job. */
    JOB("training_jobs"),
    /** A batch. */
    BATCH("batches"),
    /** A schedule. */
    SCHEDULE("schedules");

    private final String table;

    Kind(String table) {
      this.table = table;
    }
  }

  /**
   * The first use of a key.
   *
   * @param id the job, batch or schedule
   * @param bodyHash hash of its request
   * @param expired whether the key may be used again
   */
  public record Use(UUID id, String bodyHash, boolean expired) {}

  /**
   * Returns the use of a key by a client, or empty when the key is new.
   *
   * @param client as in {@link dev.trainyard.access.Caller#client}
   */
  public Optional<Use> find(Kind kind, @Nullable UUID client, @Nullable String key) {
    return bind(
            "SELECT id, body_hash, created_at < now() - interval '24 hours' AS expired" + MINE,
            kind,
            client,
            key)
        .query(
            (row, number) ->
                new Use(
                    row.getObject("id", UUID.class),
                    row.getString("body_hash"),
                    row.getBoolean("expired")))
        .optional();
  }

  /** Frees a key that has expired. */
  public void release(Kind kind, @Nullable UUID client, @Nullable String key) {
    bind(
            "UPDATE %1$s SET idempotency_key = NULL WHERE id IN (SELECT id"
                    .replace("%1$s", kind.table)
                + MINE
                + " AND created_at < now() - interval '24 hours')",
            kind,
            client,
            key)
        .update();
  }

  private JdbcClient.StatementSpec bind(
      String sql, Kind kind, @Nullable UUID client, @Nullable String key) {
    JdbcClient.StatementSpec statement =
        jdbc.sql(sql.formatted(kind.table, client == null ? "IS NULL" : "= :client"))
            .param("key", key);
    return client == null ? statement : statement.param("client", client);
  }
}
