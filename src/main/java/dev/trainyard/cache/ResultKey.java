package dev.trainyard.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names an answer by all that it depends on.
 *
 * @param operation what is computed, such as {@code report}; a label of the metrics
 * @param digest SHA-256 of what it depends on, hexadecimal
 */
record ResultKey(String operation, String digest) {

  /**
   * The braces keep all keys of the cache in one slot of a cluster, apart from that of the queue.
   */
  static final String PREFIX = "trainyard:{results}:";

  /**
   * Creates the key of an answer.
   *
   * @param inputs what it depends on, in a fixed order
   */
  static ResultKey of(String operation, List<String> inputs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String input : inputs) {
        byte[] bytes = input.getBytes(UTF_8);
        // with its length: no two lists give the same bytes
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
      }
      return new ResultKey(operation, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the key in Redis. */
  String text() {
    return PREFIX + operation + ":" + digest;
  }
}
