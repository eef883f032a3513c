package dev.trainyard.market.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/**
 * The data of a gzip file, all of its members. The class that it extends stops without a word where
 * no more bytes have come yet, and where something else follows.
 */
final class GzipMembers extends GZIPInputStream {
  /** Checksum and length at the end of a member (RFC 1952, 2.3.1). */
  private static final int TRAILER_BYTES = 8;

  private final Members members;

  private GzipMembers(Members members, int bufferBytes) throws IOException {
    super(members, bufferBytes);
    this.members = members;
  }

  /**
   * Unpacks a file.
   *
   * @throws java.util.zip.ZipException when it does not begin as gzip does
   */
  static GzipMembers of(InputStream file, int bufferBytes) throws IOException {
    return new GzipMembers(new Members(file), bufferBytes);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count < 0 && (inf.getRemaining() > TRAILER_BYTES || members.goOn)) {
      throw new UnreadableFileException(
          "behind the gzip data is something else: the file is damaged, or was put together of others");
    }
    return count;
  }

  /** A stream that waits for its next byte to say whether there is one. */
  private static final class Members extends PushbackInputStream {
    private boolean goOn;

    Members(InputStream file) {
      super(file);
    }

    @Override
    public int available() throws IOException {
      int next = read();
      goOn = next >= 0;
      if (goOn) {
        unread(next);
      }
      return goOn ? 1 : 0;
    }
  }
}
