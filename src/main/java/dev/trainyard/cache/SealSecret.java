package dev.trainyard.cache;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The secret with which the processes of an installation seal what they keep in Redis. */
final class SealSecret {
  private final JdbcClient jdbc;
  private volatile byte @Nullable [] secret;

  SealSecret(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the secret, which PostgreSQL is asked for once. */
  byte[] get() {
    byte[] known = secret;
    if (known == null) {
      known = jdbc.sql("SELECT secret FROM result_seal").query(byte[].class).single();
      secret = known;
    }
    return known;
  }
}
