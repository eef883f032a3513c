package dev.trainyard.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is stored, without its secret.
 *
 * @param id its id
 * @param publicId the part of the key that is no secret: {@code ty_} and this begin it
 * @param name what it is for; unique among the keys that are not revoked
 * @param role what its holder may do
 * @param createdAt when it was made
 * @param createdBy who made it
 * @param expiresAt when it stops working; null for never
 * @param lastUsedAt when it was shown last, to the minute; null for never
 * @param revokedAt when it was revoked; null when it was not
 * @param expired whether its time is over, by the clock of the database
 */
public record ApiKey(
    UUID id,
    String publicId,
    String name,
    Role role,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    boolean expired) {

  /** Whether it opens the door. */
  public boolean isActive() {
    return revokedAt == null && !expired;
  }

  /**
   * Returns whether it opens the door, in one word: {@code active}, {@code expired} or {@code
   * revoked}.
   */
  public String status() {
    if (revokedAt != null) {
      return "revoked";
    }
    return expired ? "expired" : "active";
  }
}
