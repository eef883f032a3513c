package dev.trainyard.access;

import dev.trainyard.retention.KeptFor;
import dev.trainyard.retention.Kind;
import dev.trainyard.retention.Removal;
import dev.trainyard.retention.Sweeper;
import dev.trainyard.sql.Conditions;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who did what. A line is written in the transaction of the change that it tells of, so that
 * neither is there without the other.
 */
@Repository("auditLog")
public class AuditLog {
  private static final String FORGET =
      """
      DELETE FROM audit_log WHERE seq IN (
        SELECT seq FROM audit_log WHERE time < now() - :age_ms * interval '1 millisecond'
        ORDER BY time LIMIT :some FOR UPDATE SKIP LOCKED)
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Sweeper sweeper;

  /** Creates the log of a database. */
  public AuditLog(JdbcClient jdbc, TransactionTemplate transactions, Sweeper sweeper) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.sweeper = sweeper;
  }

  /**
   * Makes a change and tells of it, both or neither.
   *
   * @param change the change; empty when it changed nothing, which is not told
   * @param target id or name of what was changed; null for the whole service
   */
  public <T> Optional<T> change(
      Caller caller, String action, @Nullable Object target, Supplier<Optional<T>> change) {
    return change(caller, action, result -> target == null ? null : target.toString(), change);
  }

  /**
   * As {@link #change(Caller, String, Object, Supplier)}, for a target that only the change makes
   * known.
   */
  public <T> Optional<T> change(
      Caller caller,
      String action,
      Function<T, @Nullable String> target,
      Supplier<Optional<T>> change) {
    return change(caller, action, target, result -> null, change);
  }

  /** As {@link #change(Caller, String, Object, Supplier)}, for a change of many things. */
  public <T> Optional<T> changeMany(
      Caller caller,
      String action,
      Function<T, @Nullable String> details,
      Supplier<Optional<T>> change) {
    return change(caller, action, result -> null, details, change);
  }

  private <T> Optional<T> change(
      Caller caller,
      String action,
      Function<T, @Nullable String> target,
      Function<T, @Nullable String> details,
      Supplier<Optional<T>> change) {
    Optional<T> made =
        transactions.execute(
            status -> {
              Optional<T> result = change.get();
              result.ifPresent(
                  changed ->
                      write(caller, action, target.apply(changed), "done", details.apply(changed)));
              return result;
            });
    return Objects.requireNonNull(made, "a transaction without a result");
  }

  /** Tells of something that a caller was not allowed to do. */
  public void denied(Caller caller, String action, String details) {
    write(caller, action, null, "denied", details);
  }

  private void write(
      Caller caller,
      String action,
      @Nullable String target,
      String outcome,
      @Nullable String details) {
    jdbc.sql(
            """
            INSERT INTO audit_log (api_key_id, caller, door, address, action, target, outcome, details)
            VALUES (:api_key_id, :caller, :door, :address, :action, :target, :outcome, to_json(CAST(:details AS text)))
            """)
        .param("api_key_id", caller.keyId(), Types.OTHER)
        .param("caller", caller.name())
        .param("door", caller.door().label())
        .param("address", caller.address())
        .param("action", action)
        .param("target", target)
        .param("outcome", outcome)
        .param("details", details)
        .update();
  }

  /**
   * Lines, the newest first.
   *
   * @param before number before which the list goes on; null for the newest
   * @param limit how many at most
   */
  public List<AuditEntry> list(AuditFilter filter, @Nullable Long before, int limit) {
    Conditions conditions = filter.conditions().term("seq < :before", "before", before);
    return conditions
        .bind(
            jdbc.sql(
                "SELECT *, details #>> '{}' AS text FROM audit_log"
                    + conditions.where()
                    + " ORDER BY seq DESC LIMIT :limit"))
        .param("limit", limit)
        .query((row, number) -> entry(row))
        .list();
  }

  /**
   * Deletes old lines.
   *
   * @param age how old they may get, such as {@code 400d}
   */
  public void forget(String age) {
    sweeper.sweep(Kind.AUDIT, KeptFor.of(age), this::forgetSome);
  }

  private Removal.Step forgetSome(Duration kept, int most) {
    return Removal.Step.of(
        jdbc.sql(FORGET).param("age_ms", kept.toMillis()).param("some", most).update(), most);
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    UUID key = columns.id("api_key_id");
    return new AuditEntry(
        row.getLong("seq"),
        columns.requiredInstant("time"),
        row.getString("caller"),
        key,
        row.getString("door"),
        row.getString("address"),
        row.getString("action"),
        row.getString("target"),
        row.getString("outcome"),
        row.getString("text"));
  }
}
