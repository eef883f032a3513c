package dev.trainyard.market.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file that came as a stream and must be read from its end, kept in the temporary folder. It has
 * no name there any more while it is read, so that nothing is left behind however the service ends.
 */
final class SpooledFile implements InputFile, AutoCloseable {
  /** Far more than the minutes of thirty years need. */
  static final long MAX_BYTES = 1L << 29;

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private final long length;

  private SpooledFile(FileChannel channel, long length) {
    this.channel = channel;
    this.length = length;
  }

  /**
   * Keeps a file.
   *
   * @param file read to its end, not closed
   * @throws UnreadableFileException when it is larger than {@link #MAX_BYTES}
   */
  static SpooledFile of(InputStream file) throws IOException {
    Path path = Files.createTempFile("upload", null);
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
    try {
      return new SpooledFile(channel, copy(file, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static long copy(InputStream file, FileChannel channel) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long length = 0;
    for (int count = file.read(buffer); count >= 0; count = file.read(buffer)) {
      length += count;
      if (length > MAX_BYTES) {
        throw new UnreadableFileException(
            "the Parquet file is larger than %d MiB; upload it in parts"
                .formatted(MAX_BYTES >> 20));
      }
      for (ByteBuffer part = ByteBuffer.wrap(buffer, 0, count); part.hasRemaining(); ) {
        channel.write(part);
      }
    }
    return length;
  }

  /** Some bytes of the file. */
  ByteBuffer bytes(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("the file has no such place");
      }
    }
    return bytes.flip();
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    channel.position(0);
    return new DelegatingSeekableInputStream(Channels.newInputStream(channel)) {
      @Override
      public long getPos() throws IOException {
        return channel.position();
      }

      @Override
      public void seek(long place) throws IOException {
        channel.position(place);
      }

      @Override
      public void close() {
        // The file is read more than once
      }
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
