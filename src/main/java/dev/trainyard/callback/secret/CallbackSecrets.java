package dev.trainyard.callback.secret;

import dev.trainyard.callback.CallbackSettings;
import dev.trainyard.sql.RowReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The secrets of clients. A row says which is valid and how long; the secret itself is computed.
 * Two at most are valid at once, the newest and the one before it.
 */
@Repository("callbackSecrets")
public class CallbackSecrets {
  /** Stands for all clients who have not said who they are. */
  private static final UUID ANONYMOUS = new UUID(0, 0);

  private static final String VALID =
      "client = :client AND (expires_at IS NULL OR expires_at > now())";

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('callback secret ' || :client, 0))";

  private static final String SUPERSEDE =
      """
      UPDATE callback_secrets SET expires_at = least(expires_at, CASE
          WHEN id = (SELECT id FROM callback_secrets WHERE %s ORDER BY id DESC LIMIT 1)
          THEN now() + :overlap_ms * interval '1 millisecond' ELSE now() END)
      WHERE %s RETURNING expires_at
      """
          .formatted(VALID, VALID);

  private static final String ADD =
      """
      INSERT INTO callback_secrets (id, client, fingerprint, created_by)
      VALUES (uuid_v7(), :client, :fingerprint, :created_by) RETURNING id, created_at
      """;

  private final JdbcClient jdbc;
  private final CallbackSettings settings;

  /** Creates the secrets of a database. */
  public CallbackSecrets(JdbcClient jdbc, CallbackSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /**
   * Makes a new secret for a client. The one before it stays valid for a while, all others end.
   * Needs a transaction.
   *
   * @param client the client; null for those who have not said who they are
   * @throws MissingSecretException when the installation has no secret to derive one from
   */
  public NewSecret rotate(@Nullable UUID client, String createdBy) {
    requireInstallation();
    UUID owner = owner(client);
    jdbc.sql(LOCK).param("client", owner.toString()).query((row, number) -> true).list();
    Instant formerExpiresAt =
        jdbc
            .sql(SUPERSEDE)
            .param("client", owner)
            .param("overlap_ms", settings.secretOverlap().toMillis())
            .query((row, number) -> new RowReader(row).requiredInstant("expires_at"))
            .list()
            .stream()
            .max(Instant::compareTo)
            .orElse(null);
    return jdbc.sql(ADD)
        .param("client", owner)
        .param("fingerprint", SecretKey.fingerprint(settings.secret()))
        .param("created_by", createdBy)
        .query(
            (row, number) -> {
              RowReader columns = new RowReader(row);
              UUID id = columns.requiredId("id");
              return new NewSecret(
                  id,
                  SecretKey.of(settings.secret(), owner, id).text(),
                  columns.requiredInstant("created_at"),
                  formerExpiresAt);
            })
        .single();
  }

  /** Ends all secrets of a client at once. Returns how many there were. */
  public int remove(@Nullable UUID client) {
    return jdbc.sql("UPDATE callback_secrets SET expires_at = now() WHERE " + VALID)
        .param("client", owner(client))
        .update();
  }

  /**
   * Returns why no callback of a client could be signed, or empty when it could.
   *
   * @param client the client; null for those who have not said who they are
   */
  public Optional<String> refusal(@Nullable UUID client) {
    List<Row> valid = valid(owner(client));
    if (valid.isEmpty()) {
      return Optional.of(
          "must be null as long as you have no secret to check its signature with: make one by POST"
              + " /api/v2/training/me/callback-secret");
    }
    return usable(valid).isEmpty()
        ? Optional.of(
            "must be null as your secret was made with another %s: make one anew by POST /api/v2/training/me/callback-secret"
                .formatted(CallbackSettings.SECRET_VARIABLE))
        : Optional.empty();
  }

  /**
   * Signs a message with each valid secret of a client, the newest first.
   *
   * @param client the client as the callback names it
   * @return the value of the header {@code webhook-signature}
   * @throws MissingSecretException when there is no secret to sign it with
   */
  public String sign(UUID client, UUID id, Instant timestamp, byte[] body) {
    requireInstallation();
    List<Row> valid = valid(client);
    List<Row> usable = usable(valid);
    if (usable.isEmpty()) {
      throw new MissingSecretException(
          valid.isEmpty()
              ? "its client has no secret any more; make one, then replay the callback"
              : "its client's secret was made with another %s; make one anew, then replay the callback"
                  .formatted(CallbackSettings.SECRET_VARIABLE));
    }
    return usable.stream()
        .map(row -> SecretKey.of(settings.secret(), client, row.id).signature(id, timestamp, body))
        .collect(Collectors.joining(" "));
  }

  /** Deletes the rows of secrets that have ended. */
  public void forget() {
    jdbc.sql("DELETE FROM callback_secrets WHERE expires_at < now() - interval '1 day'").update();
  }

  private void requireInstallation() {
    if (settings.secret().isEmpty()) {
      throw new MissingSecretException(
          "the service has no secret to sign callbacks with: set the environment variable %s to 32 random characters or more"
              .formatted(CallbackSettings.SECRET_VARIABLE));
    }
  }

  private List<Row> valid(UUID client) {
    return jdbc.sql(
            "SELECT id, fingerprint FROM callback_secrets WHERE " + VALID + " ORDER BY id DESC")
        .param("client", client)
        .query(
            (row, number) ->
                new Row(new RowReader(row).requiredId("id"), row.getString("fingerprint")))
        .list();
  }

  private List<Row> usable(List<Row> rows) {
    String fingerprint = SecretKey.fingerprint(settings.secret());
    return rows.stream().filter(row -> row.fingerprint.equals(fingerprint)).toList();
  }

  private static UUID owner(@Nullable UUID client) {
    return client == null ? ANONYMOUS : client;
  }

  private record Row(UUID id, String fingerprint) {}
}
