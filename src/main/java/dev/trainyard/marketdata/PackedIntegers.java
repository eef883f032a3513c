package dev.trainyard.marketdata;

import java.nio.ByteBuffer;

/**
 * Whole numbers of equal width in bits that follow each other without a space, the highest bit
 * first. They begin with a byte of their buffer, and behind their last byte it has eight more.
 *
 * @param bytes the buffer, big-endian
 * @param begin index of their first byte
 * @param width bits of each, 0 to 64
 */
record PackedIntegers(ByteBuffer bytes, int begin, int width) {
  /** Bytes behind the last number, so that each can be read with one look at 64 bits. */
  static final int PADDING = Long.BYTES;

  /** Returns the bits that the largest of some numbers needs. */
  static int widthOf(long largest) {
    return Long.SIZE - Long.numberOfLeadingZeros(largest);
  }

  /** Returns the number of bytes that some numbers take, without what must follow them. */
  static int length(int numbers, int width) {
    return Math.toIntExact(((long) numbers * width + Byte.SIZE - 1) / Byte.SIZE);
  }

  /** Returns a number, as an unsigned one. */
  long get(int index) {
    if (width == 0) {
      return 0;
    }
    long bit = (long) index * width;
    int at = begin + (int) (bit >>> 3);
    int shift = (int) bit & 7;
    long bits = bytes.getLong(at) << shift;
    if (shift + width > Long.SIZE) {
      bits |= (bytes.get(at + Long.BYTES) & 0xff) >>> (Byte.SIZE - shift);
    }
    return bits >>> (Long.SIZE - width);
  }

  /**
   * Writes the first of some numbers.
   *
   * @param base what is subtracted from each
   */
  void put(long[] numbers, int size, long base) {
    if (width == 0) {
      return;
    }
    int at = begin;
    long gathered = 0;
    int free = Long.SIZE;
    for (int i = 0; i < size; i++) {
      long number = numbers[i] - base;
      if (width < free) {
        free -= width;
        gathered |= number << free;
      } else {
        int left = width - free;
        bytes.putLong(at, gathered | number >>> left);
        at += Long.BYTES;
        free = Long.SIZE - left;
        gathered = left == 0 ? 0 : number << free;
      }
    }
    for (; free < Long.SIZE; free += Byte.SIZE) {
      bytes.put(at++, (byte) (gathered >>> (Long.SIZE - Byte.SIZE)));
      gathered <<= Byte.SIZE;
    }
  }
}
