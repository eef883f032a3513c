package dev.trainyard.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.sql.RowReader;
import dev.trainyard.validation.forward.ForwardResult;
import dev.trainyard.validation.forward.Promise;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Which configurations are followed, and what was seen of them, in PostgreSQL. */
@Repository
class ForwardStore {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final String CLAIM =
      """
      WITH due AS (
          SELECT c.id FROM trained_configurations c LEFT JOIN configuration_forward f ON f.config_id = c.id
          WHERE c.is_active AND (f.next_look_at IS NULL OR f.next_look_at <= now())
          ORDER BY f.next_look_at NULLS FIRST, c.id LIMIT :some FOR UPDATE OF c SKIP LOCKED)
      INSERT INTO configuration_forward (config_id, next_look_at)
      SELECT id, now() + :lease_ms * interval '1 millisecond' FROM due
      ON CONFLICT (config_id) DO UPDATE SET next_look_at = excluded.next_look_at
      RETURNING config_id, promised, asked
      """;

  private static final String LOOKED =
      """
      UPDATE configuration_forward SET looked_at = now(), next_look_at = now() + :every_ms * interval '1 millisecond',
          problem = CAST(:problem AS text), promised = coalesce(promised, CAST(:promised AS json)), asked = asked OR :asked
      WHERE config_id = :id
      """;

  /** Of two looks the one at more candles stays: the conditions see the row as it was before. */
  private static final String LOOKED_WITH_RESULT =
      """
      UPDATE configuration_forward SET looked_at = now(), next_look_at = now() + :every_ms * interval '1 millisecond',
          problem = CAST(:problem AS text), promised = coalesce(promised, CAST(:promised AS json)), asked = asked OR :asked,
          seen_from = CASE WHEN seen_to > :to THEN seen_from ELSE :from END,
          seen_to = CASE WHEN seen_to > :to THEN seen_to ELSE :to END,
          result = CASE WHEN seen_to > :to THEN result ELSE CAST(:result AS json) END
      WHERE config_id = :id
      """;

  private static final String REASON =
      """
      UPDATE configuration_forward SET decayed_at = now(), reason = :reason WHERE config_id = :id AND decayed_at IS NULL
      """;

  private static final String DECAY =
      """
      UPDATE trained_configurations SET lifecycle_stage = 'DECAY',
          lifecycle = json_build_object('stage', 'DECAY', 'confidence', lifecycle -> 'confidence')
      WHERE id = :id AND lifecycle_stage <> 'DECAY'
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final ObjectMapper json;

  ForwardStore(JdbcClient jdbc, TransactionTemplate transactions, ObjectMapper json) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.json = json;
  }

  /**
   * Takes active configurations that are due; a process that dies leaves them to others when the
   * lease is over.
   */
  List<ForwardTask> claim(int some, Duration lease) {
    return jdbc.sql(CLAIM)
        .param("some", some)
        .param("lease_ms", lease.toMillis())
        .query((row, number) -> task(row))
        .list();
  }

  private ForwardTask task(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    String promised = row.getString("promised");
    return new ForwardTask(
        columns.requiredId("config_id"),
        promised == null ? Optional.empty() : Optional.of(promise(promised)),
        row.getBoolean("asked"));
  }

  private Promise promise(String text) {
    try {
      return Promise.fromMap(json.readValue(text, OBJECT));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored promise cannot be read", e);
    }
  }

  /**
   * Stores what was seen; of two looks the one at more candles stays. Returns whether this is what
   * makes it decay.
   *
   * @param every time until the next look
   */
  boolean store(UUID configId, Looked looked, Duration every) {
    Optional<String> decay = looked.decay();
    if (decay.isEmpty()) {
      update(configId, looked, every);
      return false;
    }
    return Boolean.TRUE.equals(
        transactions.execute(
            status -> {
              update(configId, looked, every);
              return decay(configId, decay.get());
            }));
  }

  private void update(UUID configId, Looked looked, Duration every) {
    JdbcClient.StatementSpec update =
        jdbc.sql(looked.result().isPresent() ? LOOKED_WITH_RESULT : LOOKED)
            .param("every_ms", every.toMillis())
            .param("problem", looked.problem())
            .param("promised", looked.promise().map(p -> text(p.toMap())).orElse(null))
            .param("asked", looked.asked())
            .param("id", configId);
    if (looked.result().isPresent()) {
      ForwardResult result = looked.result().get();
      update =
          update
              .param("from", Timestamp.from(result.from()))
              .param("to", Timestamp.from(result.to()))
              .param("result", text(result.toMap(looked.promise())));
    }
    update.update();
  }

  private boolean decay(UUID configId, String reason) {
    jdbc.sql(REASON).param("reason", reason).param("id", configId).update();
    return jdbc.sql(DECAY).param("id", configId).update() == 1;
  }

  /** Puts a look off that has failed unexpectedly. */
  void putOff(UUID configId, String problem, Duration pause) {
    jdbc.sql(LOOKED)
        .param("every_ms", pause.toMillis())
        .param("problem", problem)
        .param("promised", null)
        .param("asked", false)
        .param("id", configId)
        .update();
  }

  private String text(Map<String, Object> map) {
    try {
      return json.writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be written", e);
    }
  }
}
