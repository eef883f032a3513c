package dev.trainyard.market.file;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks whether the footer of a Parquet file is whole before it is read in earnest: the reader of
 * the format makes room for as many columns and row groups as a footer says it has, were it
 * billions in twenty bytes.
 *
 * <p>The footer is a struct in the compact protocol of Thrift, whose names play no part here.
 */
final class ParquetFooter {
  /** The first and the last bytes of a Parquet file. */
  static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] ENCRYPTED = "PARE".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;
  private static final int MAX_BYTES = 1 << 24;
  private static final int MAX_DEPTH = 16;

  private final ByteBuffer bytes;

  private ParquetFooter(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * Refuses a file whose footer is not whole.
   *
   * @throws UnreadableFileException when it is not
   */
  static void require(SpooledFile file) throws IOException {
    if (file.getLength() < MAGIC.length + TAIL_BYTES) {
      throw damaged();
    }
    ByteBuffer tail =
        file.bytes(file.getLength() - TAIL_BYTES, TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    byte[] magic = new byte[MAGIC.length];
    tail.get(magic);
    if (Arrays.equals(magic, ENCRYPTED)) {
      throw new UnreadableFileException("the Parquet file is encrypted; write it without keys");
    }
    if (!Arrays.equals(magic, MAGIC)
        || length <= 0
        || length > file.getLength() - MAGIC.length - TAIL_BYTES) {
      throw damaged();
    }
    if (length > MAX_BYTES) {
      throw new UnreadableFileException(
          "the footer of the Parquet file is larger than %d MiB; write fewer columns and larger row groups"
              .formatted(MAX_BYTES >> 20));
    }
    ByteBuffer footer = file.bytes(file.getLength() - TAIL_BYTES - length, length);
    try {
      new ParquetFooter(footer).skipStruct(0);
    } catch (BufferUnderflowException e) {
      throw damaged();
    }
  }

  private static UnreadableFileException damaged() {
    return new UnreadableFileException("the Parquet file is damaged, or cut off");
  }

  private void skipStruct(int depth) {
    if (depth > MAX_DEPTH) {
      throw damaged();
    }
    for (int field = bytes.get() & 0xff; field != 0; field = bytes.get() & 0xff) {
      if (field >> 4 == 0) {
        varint();
      }
      int type = field & 0xf;
      // A flag of a field has its value in its type
      if (type != 1 && type != 2) {
        skip(type, depth);
      }
    }
  }

  private void skip(int type, int depth) {
    switch (type) {
      case 1, 2, 3 -> bytes.get();
      case 4, 5, 6 -> varint();
      case 7 -> advance(Long.BYTES);
      case 8 -> advance(varint());
      case 9, 10 -> skipList(depth);
      case 12 -> skipStruct(depth + 1);
      default -> throw damaged();
    }
  }

  private void skipList(int depth) {
    int head = bytes.get() & 0xff;
    long size = head >> 4 == 0xf ? varint() : head >> 4;
    // Each element takes a byte at least
    if (size < 0 || size > bytes.remaining()) {
      throw damaged();
    }
    for (long i = 0; i < size; i++) {
      skip(head & 0xf, depth + 1);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte part = bytes.get();
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw damaged();
  }

  private void advance(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw damaged();
    }
    bytes.position(bytes.position() + (int) count);
  }
}
