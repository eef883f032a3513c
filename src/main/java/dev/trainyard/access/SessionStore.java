package dev.trainyard.access;

import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The sessions of browsers. */
@Repository
class SessionStore {
  private final JdbcClient jdbc;

  SessionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Begins a session, and forgets those that are over. */
  Session create(byte[] hash, UUID keyId, Duration length) {
    jdbc.sql("DELETE FROM sessions WHERE expires_at <= now()").update();
    return jdbc.sql(
            """
            INSERT INTO sessions (id, token_hash, api_key_id, expires_at)
            VALUES (uuid_v7(), :hash, :key, now() + make_interval(secs => :seconds))
            RETURNING id, api_key_id, expires_at
            """)
        .param("hash", hash)
        .param("key", keyId)
        .param("seconds", length.toSeconds())
        .query((row, number) -> session(row))
        .single();
  }

  /** All sessions that are not over. */
  List<StoredSession> all() {
    return jdbc.sql("SELECT * FROM sessions WHERE expires_at > now()")
        .query((row, number) -> new StoredSession(session(row), row.getBytes("token_hash")))
        .list();
  }

  /** The session of a token, unless it is over. */
  Optional<Session> find(byte[] hash) {
    return jdbc.sql("SELECT * FROM sessions WHERE token_hash = :hash AND expires_at > now()")
        .param("hash", hash)
        .query((row, number) -> session(row))
        .optional();
  }

  /** Ends a session; says whether there was one. */
  boolean end(UUID id) {
    return jdbc.sql("DELETE FROM sessions WHERE id = :id").param("id", id).update() > 0;
  }

  /** Ends all sessions of a key and says how many. */
  int endOf(UUID keyId) {
    return jdbc.sql("DELETE FROM sessions WHERE api_key_id = :key").param("key", keyId).update();
  }

  private static Session session(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    return new Session(
        columns.requiredId("id"),
        columns.requiredId("api_key_id"),
        columns.requiredInstant("expires_at"));
  }

  /** A session and the hash by which it is found. */
  static final class StoredSession {
    private final Session session;
    private final byte[] hash;

    StoredSession(Session session, byte[] hash) {
      this.session = session;
      this.hash = hash;
    }

    Session session() {
      return session;
    }

    byte[] hash() {
      return hash;
    }
  }
}
