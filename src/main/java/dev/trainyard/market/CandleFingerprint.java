package dev.trainyard.market;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Identifies a series of candles, independently of the machine. */
public final class CandleFingerprint {
  private static final int CHUNK = 1024;

  private CandleFingerprint() {}

  /**
   * Computes the SHA-256, in lower-case hex, of the number of candles followed by the columns time,
   * open, high, low, close, volume. Each number takes 8 bytes, big-endian, doubles as IEEE 754
   * bits.
   */
  public static String of(Candles candles) {
    return of(List.of(candles));
  }

  /** Computes the same of the series one after the other. */
  public static String of(List<Candles> series) {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Long.BYTES);
    series.forEach(candles -> put(buffer, candles, digest));
    digest.update(buffer.flip());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void put(ByteBuffer buffer, Candles candles, MessageDigest digest) {
    put(buffer, candles.size(), digest);
    for (long time : candles.time()) {
      put(buffer, time, digest);
    }
    put(buffer, candles.open(), digest);
    put(buffer, candles.high(), digest);
    put(buffer, candles.low(), digest);
    put(buffer, candles.close(), digest);
    put(buffer, candles.volume(), digest);
  }

  private static void put(ByteBuffer buffer, double[] values, MessageDigest digest) {
    for (double value : values) {
      put(buffer, Double.doubleToLongBits(value), digest);
    }
  }

  private static void put(ByteBuffer buffer, long value, MessageDigest digest) {
    if (!buffer.hasRemaining()) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    buffer.putLong(value);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
