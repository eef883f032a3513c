package dev.trainyard.market.file;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A file without what it is packed in, as a stream: gzip, or zip with one file in it. */
final class Unpacked {
  /** A .gz file that was sent with Content-Encoding: gzip may be compressed twice. */
  private static final int MAX_LAYERS = 2;

  private static final int BUFFER_BYTES = 1 << 16;

  /** The first bytes of a zip file (APPNOTE 4.3.7). */
  private static final int ZIP = 'P' | 'K' << 8;

  private final BufferedInputStream file;
  private final String packing;

  private Unpacked(BufferedInputStream file, String packing) {
    this.file = file;
    this.packing = packing;
  }

  /** Unpacks a file, which is told by its first bytes, since no text begins with them. */
  static Unpacked of(InputStream packed) throws IOException {
    BufferedInputStream file = buffered(packed);
    String packing = "none";
    for (int layer = 0; layer < MAX_LAYERS; layer++) {
      int magic = magic(file);
      if (magic == GZIPInputStream.GZIP_MAGIC) {
        file = buffered(GzipMembers.of(file, BUFFER_BYTES));
        packing = "gzip";
      } else if (magic == ZIP) {
        file = buffered(new OnlyEntry(new ZipInputStream(file)));
        packing = "zip";
      } else {
        break;
      }
    }
    return new Unpacked(file, packing);
  }

  private static BufferedInputStream buffered(InputStream input) {
    return new BufferedInputStream(input, BUFFER_BYTES);
  }

  private static int magic(BufferedInputStream file) throws IOException {
    file.mark(2);
    byte[] first = file.readNBytes(2);
    file.reset();
    return first.length < 2 ? -1 : (first[0] & 0xff) | (first[1] & 0xff) << 8;
  }

  /** The file itself. */
  BufferedInputStream file() {
    return file;
  }

  /** {@code gzip}, {@code zip} or {@code none}. */
  String packing() {
    return packing;
  }

  /** The only file of an archive; folders, and what macOS adds for itself, are passed over. */
  private static final class OnlyEntry extends FilterInputStream {
    private final ZipInputStream zip;
    private boolean begun;

    OnlyEntry(ZipInputStream zip) throws IOException {
      super(zip);
      this.zip = zip;
      if (!toNextFile()) {
        throw new UnreadableFileException(
            "the zip archive has no file; expected one with a CSV or JSON file in it");
      }
      begun = true;
    }

    private boolean toNextFile() throws IOException {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()
            && !entry.getName().startsWith("__MACOSX/")
            && !entry.getName().endsWith(".DS_Store")) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      if (count < 0 && begun) {
        begun = false;
        if (toNextFile()) {
          throw new UnreadableFileException(
              "the zip archive has more than one file; expected one for each upload");
        }
      }
      return count;
    }
  }
}
