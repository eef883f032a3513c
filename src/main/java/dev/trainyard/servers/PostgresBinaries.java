package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL for this machine, unpacked from the jar.
 *
 * <p>They live in a directory of the service, not in the shared {@code java.io.tmpdir}. There
 * another user could replace them, and cleaners remove them under a running server. A directory
 * gets its final name, with the checksum of the archive, only when it is complete.
 */
record PostgresBinaries(Path home) {

  static final String PREFIX = "postgres-";
  private static final int OWNER_EXECUTES = 0100;

  /**
   * Unpacks the programs below the directory if they are missing.
   *
   * @throws StartupRefusedException when the jar contains none for this machine
   */
  static PostgresBinaries in(Path directory) throws IOException {
    byte[] archive = read();
    // pg_ctl shows the server's path without links, by which we recognise the server
    Path parent = PrivateFiles.createDirectories(directory).toRealPath();
    Path home = parent.resolve(PREFIX + checksum(archive));
    if (!Files.isDirectory(home)) {
      Path staged = PrivateFiles.createUniqueDirectory(parent, PREFIX + "unpacking-");
      unpack(archive, staged);
      Files.move(staged, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresBinaries(home);
  }

  /** Returns the path of a program: {@code initdb}, {@code pg_ctl}, {@code postgres}. */
  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /** Removes other versions, and the remains of an interrupted unpacking. */
  void removeOthers() throws IOException {
    try (var siblings = Files.newDirectoryStream(home.getParent(), PREFIX + "*")) {
      for (Path sibling : siblings) {
        if (!sibling.equals(home)) {
          PrivateFiles.delete(sibling);
        }
      }
    }
  }

  private static byte[] read() throws IOException {
    String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
    try (InputStream stream = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
      return stream.readAllBytes();
    } catch (IllegalStateException | NoClassDefFoundError e) {
      throw new StartupRefusedException(
          "This jar contains no PostgreSQL for %s on %s. Name an external one with DATABASE_URL."
              .formatted(system, machine),
          StartupRefusedException.EX_CONFIG,
          e);
    }
  }

  /** Tells versions apart, at each start: a digest would take ten times as long in a cold JVM. */
  private static String checksum(byte[] archive) {
    CRC32 crc = new CRC32();
    crc.update(archive);
    return "%08x-%d".formatted(crc.getValue(), archive.length);
  }

  private static void unpack(byte[] archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(
                new XZCompressorInputStream(new ByteArrayInputStream(archive))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
          throw new IOException("the archive of PostgreSQL leads out of its directory");
        }
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    if ((entry.getMode() & OWNER_EXECUTES) != 0) {
      Files.setPosixFilePermissions(
          target,
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
    }
  }
}
