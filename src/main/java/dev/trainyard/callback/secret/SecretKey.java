package dev.trainyard.callback.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret of a client: 32 bytes, derived by HKDF (RFC 5869, SHA-256) from the secret of the
 * installation and the id of the client's secret. It signs as Standard Webhooks says.
 */
final class SecretKey {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] NO_SALT = new byte[32];
  private static final int FINGERPRINT_BYTES = 8;

  private final byte[] key;

  private SecretKey(byte[] key) {
    this.key = key;
  }

  /** Derives the secret with an id. */
  static SecretKey of(String installation, UUID client, UUID id) {
    ByteBuffer ids = ByteBuffer.allocate(32);
    for (UUID part : new UUID[] {client, id}) {
      ids.putLong(part.getMostSignificantBits()).putLong(part.getLeastSignificantBits());
    }
    return new SecretKey(derived(installation, "trainyard callback secret", ids.array()));
  }

  /** Returns what tells one secret of an installation from another, and nothing else of it. */
  static String fingerprint(String installation) {
    byte[] derived = derived(installation, "trainyard callback fingerprint", new byte[0]);
    return HexFormat.of().formatHex(derived, 0, FINGERPRINT_BYTES);
  }

  /** HKDF with one block of output. */
  private static byte[] derived(String installation, String purpose, byte[] context) {
    byte[] extracted = hmac(NO_SALT, installation.getBytes(UTF_8));
    return hmac(extracted, purpose.getBytes(UTF_8), context, new byte[] {1});
  }

  /** Returns the secret as its client is shown it. */
  String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** Returns the signature of a message, {@code v1,} and base64. */
  String signature(UUID id, Instant timestamp, byte[] body) {
    byte[] signed =
        hmac(key, "%s.%d.".formatted(id, timestamp.getEpochSecond()).getBytes(UTF_8), body);
    return "v1," + Base64.getEncoder().encodeToString(signed);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
