package dev.trainyard.job.lifecycle;

import dev.trainyard.job.JobStatus;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The keys by which clients repeat a request safely; a key holds for 24 hours. */
@Repository
public class IdempotencyKeys {
  private static final String MINE =
      " FROM training_jobs WHERE idempotency_key = :key AND api_key_id %s";

  private final JdbcClient jdbc;

  public IdempotencyKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The job that a key was first used for.
   *
   * @param jobId the job
   * @param status its present state
   * @param bodyHash hash of its request
   * @param expired whether the key may be used again
   */
  public record Use(UUID jobId, JobStatus status, String bodyHash, boolean expired) {}

  /** The use of a key by a caller, empty when it is new. */
  public Optional<Use> find(UUID apiKeyId, String key) {
    return bind(
            "SELECT id, status, body_hash, created_at < now() - interval '24 hours' AS expired"
                + MINE,
            apiKeyId,
            key)
        .query(
            (row, number) ->
                new Use(
                    row.getObject("id", UUID.class),
                    JobStatus.valueOf(row.getString("status")),
                    row.getString("body_hash"),
                    row.getBoolean("expired")))
        .optional();
  }

  /** Frees a key that has expired. */
  public void release(UUID apiKeyId, String key) {
    bind(
            "UPDATE training_jobs SET idempotency_key = NULL WHERE id IN (SELECT id"
                + MINE
                + " AND created_at < now() - interval '24 hours')",
            apiKeyId,
            key)
        .update();
  }

  private JdbcClient.StatementSpec bind(String sql, UUID apiKeyId, String key) {
    JdbcClient.StatementSpec statement =
        jdbc.sql(sql.formatted(apiKeyId == null ? "IS NULL" : "= :api_key_id")).param("key", key);
    return apiKeyId == null ? statement : statement.param("api_key_id", apiKeyId);
  }
}
