package dev.trainyard.callback.secret;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A secret that has just been made.
 *
 * @param id its id
 * @param secret the secret itself, which nobody can show again
 * @param createdAt when it was made
 * @param formerExpiresAt until when the secret before it signs as well; null when there was none
 */
public record NewSecret(
    UUID id, String secret, Instant createdAt, @Nullable Instant formerExpiresAt) {

  /** Hides the secret. */
  @Override
  public String toString() {
    return "NewSecret[" + id + "]";
  }
}
