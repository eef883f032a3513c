package dev.trainyard.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Tells the code of this process from every other, since what it writes may change without its
 * version. The time of the build does not: it is the same for all builds of a version.
 */
final class CodeIdentity {
  private CodeIdentity() {}

  /** Returns that of the jar that this process runs. */
  static String ofProcess() {
    URL location = CodeIdentity.class.getProtectionDomain().getCodeSource().getLocation();
    // Tests run a jar too, whose manifest names the folders
    return location.getProtocol().equals("file") && location.getPath().endsWith("/")
        ? of(Path.of(location.getPath()))
        : of(Path.of(System.getProperty("java.class.path", "")));
  }

  /**
   * Returns a digest of what the jar contains; a new value each time for what is no jar, such as
   * folders of classes, which may be other code each time.
   *
   * <p>Names and checksums are in the directory of the jar, so that nothing is unpacked. Libraries
   * count too: they are in the jar, or its manifest names them with their versions.
   */
  static String of(Path classPath) {
    if (!Files.isRegularFile(classPath)) {
      return UUID.randomUUID().toString();
    }
    try (ZipFile jar = new ZipFile(classPath.toFile())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
      List<? extends ZipEntry> entries =
          jar.stream().sorted((one, other) -> one.getName().compareTo(other.getName())).toList();
      for (ZipEntry entry : entries) {
        digest.update(entry.getName().getBytes(UTF_8));
        digest.update(number.putLong(0, entry.getCrc()));
        number.rewind();
        digest.update(number.putLong(0, entry.getSize()));
        number.rewind();
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + classPath, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
