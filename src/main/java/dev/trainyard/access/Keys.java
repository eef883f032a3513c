package dev.trainyard.access;

import dev.trainyard.access.ApiKeyStore.NewKey;
import dev.trainyard.access.ApiKeyStore.Revocation;
import dev.trainyard.retention.Sweeper;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes and revokes API keys, and tells the audit log. */
@Component
public class Keys {
  private final ApiKeyStore store;
  private final AuditLog audit;

  public Keys(ApiKeyStore store, AuditLog audit) {
    this.store = store;
    this.audit = audit;
  }

  /** The keys of a database, for a command that starts no service. */
  public static Keys in(DataSource database, Clock clock) {
    JdbcClient jdbc = JdbcClient.create(database);
    TransactionTemplate transactions =
        new TransactionTemplate(new JdbcTransactionManager(database));
    return new Keys(
        new ApiKeyStore(database),
        new AuditLog(jdbc, transactions, new Sweeper(jdbc, transactions, removed -> {}, clock)));
  }

  /**
   * Makes a key.
   *
   * @param expiresAt when it stops working; null for never
   * @return the key with its secret; empty when an active key has the name
   */
  public Optional<NewKey> create(
      Caller caller, String name, Role role, @Nullable Instant expiresAt) {
    return audit.change(
        caller,
        "key.create",
        made -> made.key().id().toString(),
        () -> store.create(name, role, expiresAt, caller.name()));
  }

  /** Revokes a key; it opens no door from the next second on. */
  public Revocation revoke(Caller caller, UUID id) {
    Revocation[] outcome = new Revocation[1];
    audit.change(
        caller,
        "key.revoke",
        id,
        () -> {
          outcome[0] = store.revoke(id, caller.keyId());
          return Optional.of(outcome[0]).filter(Revocation.DONE::equals);
        });
    return outcome[0];
  }
}
