package dev.trainyard.access;

import java.time.Instant;
import java.util.UUID;

/**
 * A browser that has signed in.
 *
 * @param id its id
 * @param keyId API key that it has signed in with
 * @param expiresAt when it ends
 */
public record Session(UUID id, UUID keyId, Instant expiresAt) {
  /** Attribute of an HTTP request with the id of the session that let it in. */
  public static final String ATTRIBUTE = "trainyard.session";
}
