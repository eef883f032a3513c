package dev.trainyard.callback;

import dev.trainyard.sql.Conditions;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Shows callbacks, and replays them. */
@Repository
public class CallbackStore {
  private static final Pattern QUERY_VALUE = Pattern.compile("(?<=[?&])([^=&]+=)?[^&]+");

  private static final String LISTED =
      """
      SELECT id, job_id, event, url, state, attempts, next_at, last_attempt_at, last_status, last_error, created_at,
          ended_at, NULL AS body
      FROM callbacks
      """;

  private static final String AGAIN =
      """
      UPDATE callbacks SET state = 'pending', attempts = CASE state WHEN 'pending' THEN attempts ELSE 0 END,
          retry_from = now(), next_at = CASE WHEN lease_token IS NULL THEN now() ELSE next_at END, ended_at = NULL
      """;

  private static final String COUNTS =
      """
      SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'dead') AS dead,
          coalesce(extract(epoch FROM now() - min(retry_from) FILTER (WHERE state = 'pending')), 0) AS oldest
      FROM callbacks WHERE state IN ('pending', 'dead')
      """;

  private final JdbcClient jdbc;

  /** Creates the store of a database. */
  public CallbackStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How many callbacks there are.
   *
   * @param pending those that are sent now or later
   * @param dead those that were given up
   * @param oldestSeconds how long the oldest pending one has been tried
   */
  public record Counts(long pending, long dead, double oldestSeconds) {}

  /** Counts the callbacks that are not delivered. */
  public Counts count() {
    return jdbc.sql(COUNTS)
        .query(
            (row, number) ->
                new Counts(row.getLong("pending"), row.getLong("dead"), row.getDouble("oldest")))
        .single();
  }

  /** Returns a callback with its payload, or empty when there is none. */
  public Optional<CallbackView> find(UUID id) {
    return jdbc.sql("SELECT * FROM callbacks WHERE id = :id")
        .param("id", id)
        .query((row, number) -> view(row))
        .optional();
  }

  /**
   * Lists callbacks, newest first.
   *
   * @param before id before which the list continues; null for the newest
   * @param limit the most to return
   */
  public List<CallbackView> list(CallbackFilter filter, @Nullable UUID before, int limit) {
    Conditions conditions = filter.conditions().term("id < :before", "before", before);
    return conditions
        .bind(jdbc.sql(LISTED + conditions.where() + " ORDER BY id DESC LIMIT :limit"))
        .param("limit", limit)
        .query((row, number) -> view(row))
        .list();
  }

  /**
   * Sends a callback again, whatever has become of it; one that waits is due now. Returns whether
   * there is one.
   */
  public boolean replay(UUID id) {
    return jdbc.sql(AGAIN + " WHERE id = :id").param("id", id).update() == 1;
  }

  /** Sends the dead callbacks of a filter again. Returns how many. */
  public int replayDead(CallbackFilter filter) {
    Conditions conditions = filter.in(CallbackState.DEAD).conditions();
    return conditions.bind(jdbc.sql(AGAIN + conditions.where())).update();
  }

  private static CallbackView view(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    String state = row.getString("state");
    return new CallbackView(
        columns.requiredId("id"),
        columns.requiredId("job_id"),
        row.getString("event"),
        shown(row.getString("url")),
        state,
        row.getInt("attempts"),
        state.equals(CallbackState.PENDING.label()) ? columns.instant("next_at") : null,
        columns.instant("last_attempt_at"),
        columns.integer("last_status"),
        row.getString("last_error"),
        columns.requiredInstant("created_at"),
        columns.instant("ended_at"),
        row.getString("body"));
  }

  /** Hides the values of a query, as they may be secrets of the receiver. */
  private static String shown(String url) {
    int query = url.indexOf('?');
    return query < 0
        ? url
        : url.substring(0, query) + QUERY_VALUE.matcher(url.substring(query)).replaceAll("$1...");
  }
}
