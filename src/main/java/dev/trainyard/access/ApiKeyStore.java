package dev.trainyard.access;

import dev.trainyard.sql.RowReader;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The API keys. Of a secret only its hash is stored. */
@Repository
public class ApiKeyStore {
  private static final String COLUMNS =
      """
      id, public_id, name, role, created_at, created_by, expires_at, last_used_at, revoked_at,
          coalesce(expires_at <= now(), false) AS expired
      """;

  private final JdbcClient jdbc;
  private final SecureRandom random = new SecureRandom();

  @Autowired
  ApiKeyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The keys of a database, for a command that starts no service. */
  public ApiKeyStore(DataSource database) {
    this(JdbcClient.create(database));
  }

  /**
   * Makes a key.
   *
   * @param expiresAt when it stops working; null for never
   * @return the key with its secret; empty when an active key has the name
   */
  public Optional<NewKey> create(
      String name, Role role, @Nullable Instant expiresAt, String createdBy) {
    KeyText text = KeyText.random(random);
    try {
      ApiKey key =
          jdbc.sql(
                  """
                  INSERT INTO api_keys (id, public_id, name, key_hash, role, created_by, expires_at)
                  VALUES (uuid_v7(), :public_id, :name, :hash, :role, :created_by, CAST(:expires_at AS timestamptz))
                  RETURNING
                  """
                      + COLUMNS)
              .param("public_id", text.publicId())
              .param("name", name)
              .param("hash", text.hash())
              .param("role", role.label())
              .param("created_by", createdBy)
              .param("expires_at", expiresAt == null ? null : Timestamp.from(expiresAt))
              .query((row, number) -> key(row))
              .single();
      return Optional.of(new NewKey(key, text));
    } catch (DuplicateKeyException e) {
      return Optional.empty();
    }
  }

  /**
   * Revokes a key, unless it is revoked already, or the one who asks has been revoked meanwhile: of
   * two admins who revoke each other, one remains. Needs a transaction.
   *
   * @param asking key of who asks; null for somebody without one
   */
  public Revocation revoke(UUID id, @Nullable UUID asking) {
    List<ApiKey> locked =
        jdbc.sql(
                "SELECT "
                    + COLUMNS
                    + " FROM api_keys WHERE id IN (:id, :asking) ORDER BY id FOR UPDATE")
            .param("id", id)
            .param("asking", asking == null ? id : asking)
            .query((row, number) -> key(row))
            .list();
    if (asking != null
        && locked.stream().noneMatch(key -> key.id().equals(asking) && key.isActive())) {
      return Revocation.NOT_ALLOWED;
    }
    Optional<ApiKey> key = locked.stream().filter(found -> found.id().equals(id)).findFirst();
    if (key.isEmpty()) {
      return Revocation.NO_SUCH_KEY;
    }
    if (key.get().revokedAt() != null) {
      return Revocation.BEFORE;
    }
    jdbc.sql("UPDATE api_keys SET revoked_at = now() WHERE id = :id").param("id", id).update();
    return Revocation.DONE;
  }

  /** Notes that a key is in use; at most once a minute this writes. */
  public void used(UUID id) {
    jdbc.sql(
            """
            UPDATE api_keys SET last_used_at = now()
            WHERE id = :id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """)
        .param("id", id)
        .update();
  }

  /**
   * Keys, the newest first, revoked ones included.
   *
   * @param before id before which the list goes on; null for the newest
   * @param limit how many at most
   */
  public List<ApiKey> list(@Nullable UUID before, int limit) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM api_keys WHERE CAST(:before AS uuid) IS NULL OR id < :before ORDER BY id DESC LIMIT :limit")
        .param("before", before, Types.OTHER)
        .param("limit", limit)
        .query((row, number) -> key(row))
        .list();
  }

  /** One key. */
  public Optional<ApiKey> find(UUID id) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM api_keys WHERE id = :id")
        .param("id", id)
        .query((row, number) -> key(row))
        .optional();
  }

  /** All keys with the hashes of their secrets, to compare with what is shown. */
  List<StoredKey> all() {
    return jdbc.sql("SELECT key_hash, " + COLUMNS + " FROM api_keys")
        .query((row, number) -> new StoredKey(key(row), row.getBytes("key_hash")))
        .list();
  }

  /** The key of a public id. */
  Optional<StoredKey> find(String publicId) {
    return jdbc.sql("SELECT key_hash, " + COLUMNS + " FROM api_keys WHERE public_id = :public_id")
        .param("public_id", publicId)
        .query((row, number) -> new StoredKey(key(row), row.getBytes("key_hash")))
        .optional();
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    return new ApiKey(
        columns.requiredId("id"),
        row.getString("public_id"),
        row.getString("name"),
        Role.of(row.getString("role")).orElseThrow(),
        columns.requiredInstant("created_at"),
        row.getString("created_by"),
        columns.instant("expires_at"),
        columns.instant("last_used_at"),
        columns.instant("revoked_at"),
        row.getBoolean("expired"));
  }

  /**
   * A key that has just been made.
   *
   * @param key as it is stored
   * @param text its text, which is known only now
   */
  public record NewKey(ApiKey key, KeyText text) {}

  /** How a revocation went. */
  public enum Revocation {
    /** The key is revoked now. */
    DONE,
    /** It was revoked before. */
    BEFORE,
    /** There is none of that id. */
    NO_SUCH_KEY,
    /** The key of the one who asks works no more. */
    NOT_ALLOWED
  }

  /** A key and the hash of its secret. */
  static final class StoredKey {
    private final ApiKey key;
    private final byte[] hash;

    StoredKey(ApiKey key, byte[] hash) {
      this.key = key;
      this.hash = hash;
    }

    ApiKey key() {
      return key;
    }

    /** Compares in a time that tells nothing of the secret. */
    boolean isOf(KeyText text) {
      return MessageDigest.isEqual(hash, text.hash());
    }
  }
}
