package dev.trainyard.callback.delivery;

import dev.trainyard.callback.CallbackSettings;
import dev.trainyard.json.UserText;
import dev.trainyard.retention.KeptFor;
import dev.trainyard.retention.Kind;
import dev.trainyard.retention.Removal;
import dev.trainyard.retention.Sweeper;
import dev.trainyard.sql.RowReader;
import dev.trainyard.sql.SqlFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The callbacks that wait. An attempt is claimed before it is made, and its outcome is written
 * after: of a process that dies between them another makes the attempt again.
 */
@Repository("callbackQueue")
public class CallbackQueue {
  /** Longer than an attempt can take, with the search for the address of a receiver. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final String CLAIM = SqlFile.of(CallbackQueue.class, "claim.sql").text();
  private static final String DELIVERED = SqlFile.of(CallbackQueue.class, "delivered.sql").text();
  private static final String FAILED = SqlFile.of(CallbackQueue.class, "failed.sql").text();
  private static final String RELEASE =
      """
      UPDATE callbacks SET attempts = attempts - 1, lease_token = NULL, next_at = now() + :delay_ms * interval '1 millisecond'
      WHERE id = :id AND lease_token = :lease_token AND state = 'pending'
      """;
  private static final String FORGET =
      """
      DELETE FROM callbacks WHERE id IN (
        SELECT id FROM callbacks
        WHERE state <> 'pending' AND ended_at < now() - :age_ms * interval '1 millisecond'
        ORDER BY ended_at LIMIT :some FOR UPDATE SKIP LOCKED)
      """;

  private final JdbcClient jdbc;
  private final Sweeper sweeper;
  private final CallbackSettings settings;

  /** Creates the queue of a database. */
  public CallbackQueue(JdbcClient jdbc, CallbackSettings settings, Sweeper sweeper) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.sweeper = sweeper;
  }

  /**
   * Takes callbacks that are due.
   *
   * @param calls the most to take
   * @param busy calls under way in this process by receiver
   */
  List<DueCallback> claim(int calls, Map<String, Integer> busy) {
    String[] receivers = busy.keySet().toArray(String[]::new);
    Integer[] counts = new Integer[receivers.length];
    for (int i = 0; i < receivers.length; i++) {
      counts[i] = busy.get(receivers[i]);
    }
    return jdbc.sql(CLAIM)
        .param("calls", calls)
        .param("per_receiver", settings.perReceiver())
        .param("busy_receivers", receivers)
        .param("busy_calls", counts)
        .param("lease_ms", LEASE.toMillis())
        .query(
            (row, number) -> {
              RowReader columns = new RowReader(row);
              return new DueCallback(
                  columns.requiredId("id"),
                  columns.requiredId("lease_token"),
                  columns.requiredId("job_id"),
                  columns.requiredId("client"),
                  row.getString("event"),
                  row.getString("url"),
                  row.getString("receiver"),
                  row.getString("body"),
                  row.getInt("attempts"),
                  columns.requiredInstant("last_attempt_at"));
            })
        .list();
  }

  /**
   * Writes the outcome of an attempt.
   *
   * @return the state of the callback then, or empty when its outcome is written already or another
   *     process has taken over
   */
  Optional<String> settle(Receipt receipt) {
    JdbcClient.StatementSpec statement =
        jdbc.sql(receipt.isDelivered() ? DELIVERED : FAILED)
            .param("id", receipt.callback().id())
            .param("lease_token", receipt.callback().leaseToken())
            .param("status", receipt.status());
    if (!receipt.isDelivered()) {
      Duration wait = receipt.retryAfter();
      statement =
          statement
              .param("error", UserText.shortened(String.valueOf(receipt.error())))
              .param("gone", receipt.isGone())
              .param("retry_after_ms", wait == null ? 0 : wait.toMillis())
              .param("delay_ms", settings.retryDelay().toMillis())
              .param("max_delay_ms", settings.maxRetryDelay().toMillis())
              .param("retry_for_ms", settings.retryFor().toMillis());
    }
    return statement.query(String.class).optional();
  }

  /**
   * Gives back a callback that was not sent, as its route does not run now; it costs no attempt.
   * Writes nothing when another process has taken over.
   */
  void release(DueCallback callback) {
    jdbc.sql(RELEASE)
        .param("id", callback.id())
        .param("lease_token", callback.leaseToken())
        .param("delay_ms", settings.retryDelay().toMillis())
        .update();
  }

  /**
   * Deletes callbacks that ended long ago.
   *
   * @param age how long they are kept, such as {@code 7d}
   */
  public void forget(String age) {
    sweeper.sweep(Kind.CALLBACKS, KeptFor.of(age), this::forgetSome);
  }

  private Removal.Step forgetSome(Duration kept, int most) {
    return Removal.Step.of(
        jdbc.sql(FORGET).param("age_ms", kept.toMillis()).param("some", most).update(), most);
  }
}
