package dev.trainyard.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The form of an answer in Redis: its seal, its length, and the answer deflated. The seal
 * (HMAC-SHA-256) covers the key too, so an entry counts under its own key alone.
 */
final class SealedResult {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL = 32;
  private static final int HEAD = SEAL + Integer.BYTES;
  private static final int BUFFER = 8192;

  private final SecretKeySpec secret;

  /**
   * @param secret known to the processes of the installation alone
   */
  SealedResult(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  byte[] seal(ResultKey key, byte[] answer) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream(answer.length / 4 + HEAD);
    sealed.writeBytes(new byte[SEAL]);
    sealed.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(answer.length).array());
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(answer);
      deflater.finish();
      byte[] buffer = new byte[BUFFER];
      while (!deflater.finished()) {
        sealed.write(buffer, 0, deflater.deflate(buffer));
      }
    } finally {
      deflater.end();
    }
    byte[] entry = sealed.toByteArray();
    System.arraycopy(mac(key, entry), 0, entry, 0, SEAL);
    return entry;
  }

  /** Returns the answer; empty when the entry is not what was sealed under this key. */
  Optional<byte[]> open(ResultKey key, byte[] entry) {
    if (entry.length < HEAD
        || !MessageDigest.isEqual(Arrays.copyOf(entry, SEAL), mac(key, entry))) {
      return Optional.empty();
    }
    byte[] answer = new byte[ByteBuffer.wrap(entry, SEAL, Integer.BYTES).getInt()];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(entry, HEAD, entry.length - HEAD);
      int length = 0;
      while (length < answer.length) {
        int more = inflater.inflate(answer, length, answer.length - length);
        if (more == 0) {
          return Optional.empty();
        }
        length += more;
      }
      return Optional.of(answer);
    } catch (DataFormatException e) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }

  private byte[] mac(ResultKey key, byte[] entry) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(key.text().getBytes(UTF_8));
      mac.update(entry, SEAL, entry.length - SEAL);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
