package dev.trainyard.optimize;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers that are looked up instead of drawn in turn. A number depends only on the seed,
 * the name of the stream, an index, a dimension and its place in that row. Threads, the order of
 * work and restarts therefore cannot change it.
 *
 * <p>The generator is Philox4x32-10 of J. K. Salmon et al., "Parallel random numbers: as easy as 1,
 * 2, 3", SC11, 2011. Its key is the seed mixed with the FNV-1a hash of the name; its counter is
 * (place, dimension, index).
 */
public final class RandomStream {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final long LOW_32 = 0xFFFFFFFFL;

  private final long key;

  /**
   * Creates a stream, which is different for each pair of arguments.
   *
   * @param seed the user's seed
   * @param name purpose of the numbers, such as {@code search} or {@code window-3}
   */
  public RandomStream(long seed, String name) {
    long hash = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    this.key = seed ^ hash;
  }

  /**
   * Returns the row of numbers that belongs to an index (a trial) and a dimension (a parameter).
   *
   * @return a cursor at the start of the row, for one thread
   */
  public Draws draws(int index, int dimension) {
    return new Draws(index, dimension);
  }

  /** A cursor over one row of numbers. */
  public final class Draws {
    private final int index;
    private final int dimension;
    private int block;
    private boolean halfUsed;
    private long spare;

    private Draws(int index, int dimension) {
      this.index = index;
      this.dimension = dimension;
    }

    /** Returns the next number, uniform in [0, 1), a multiple of 2⁻⁵³. */
    public double nextDouble() {
      return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /**
     * Returns the next whole number, uniform from 0 (inclusive) to a bound (exclusive).
     *
     * @param bound at least 1
     */
    public int nextInt(int bound) {
      return (int) (nextDouble() * bound);
    }

    private long nextLong() {
      if (halfUsed) {
        halfUsed = false;
        return spare;
      }
      int[] words = {block++, dimension, index, 0};
      philox(words, (int) key, (int) (key >>> 32));
      spare = (words[2] & LOW_32) | (long) words[3] << 32;
      halfUsed = true;
      return (words[0] & LOW_32) | (long) words[1] << 32;
    }
  }

  /** Replaces a counter of four words by four random ones. */
  static void philox(int[] counter, int keyLow, int keyHigh) {
    int key0 = keyLow;
    int key1 = keyHigh;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (counter[0] & LOW_32);
      long product1 = MULTIPLIER_1 * (counter[2] & LOW_32);
      counter[0] = (int) (product1 >>> 32) ^ counter[1] ^ key0;
      counter[1] = (int) product1;
      counter[2] = (int) (product0 >>> 32) ^ counter[3] ^ key1;
      counter[3] = (int) product0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
  }
}
