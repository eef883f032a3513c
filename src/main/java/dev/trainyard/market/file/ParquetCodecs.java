package dev.trainyard.market.file;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Unpacks the pages of a Parquet file, none of which may be larger than agreed. */
final class ParquetCodecs implements CompressionCodecFactory {
  private final int maxPageBytes;

  /**
   * @param maxPageBytes bytes of an unpacked page at most
   */
  ParquetCodecs(int maxPageBytes) {
    this.maxPageBytes = maxPageBytes;
  }

  /** Whether pages of a codec are read. */
  static boolean isRead(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> true;
      case LZO, BROTLI, LZ4 -> false;
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("nothing is written");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case SNAPPY -> new Pages(unpacked(new SnappyDecompressor()));
      case ZSTD -> new Pages(unpacked(new ZstdDecompressor()));
      case LZ4_RAW -> new Pages(unpacked(new Lz4Decompressor()));
      case GZIP -> new Pages(ParquetCodecs::gunzip);
      case UNCOMPRESSED -> new Pages(ParquetCodecs::copy);
      case LZO, BROTLI, LZ4 -> throw new UnsupportedOperationException("not read: " + codec);
    };
  }

  @Override
  public void release() {
    // Nothing is held
  }

  private static Unpacking unpacked(Decompressor codec) {
    return (packed, page) -> codec.decompress(packed, 0, packed.length, page, 0, page.length);
  }

  private static int gunzip(byte[] packed, byte[] page) throws IOException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return stream.readNBytes(page, 0, page.length);
    }
  }

  private static int copy(byte[] packed, byte[] page) {
    System.arraycopy(packed, 0, page, 0, Math.min(packed.length, page.length));
    return packed.length;
  }

  @FunctionalInterface
  private interface Unpacking {
    /** Returns how many bytes there were. */
    int unpack(byte[] packed, byte[] page) throws IOException;
  }

  private final class Pages implements BytesInputDecompressor {
    private final Unpacking unpacking;

    Pages(Unpacking unpacking) {
      this.unpacking = unpacking;
    }

    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      if (size > maxPageBytes) {
        throw new UnreadableFileException(
            "a page of the Parquet file has more than %d MiB; write pages of the usual 1 MiB, or fewer columns"
                .formatted(maxPageBytes >> 20));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      packed.writeAllTo(bytes);
      byte[] page = new byte[size];
      if (unpacking.unpack(bytes.toByteArray(), page) != size) {
        throw new IOException("a page is not as long as it says");
      }
      return BytesInput.from(page);
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer page, int size) {
      throw new UnsupportedOperationException("pages are read into the heap");
    }

    @Override
    public void release() {
      // Nothing is held
    }
  }
}
