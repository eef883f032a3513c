package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Creates files and directories that no other user of the machine may read. */
final class PrivateFiles {

  private static final FileAttribute<?> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int PASSWORD_BYTES = 24;

  private PrivateFiles() {}

  /** Creates the directory and its missing parents with mode 700; leaves an existing one alone. */
  static Path createDirectories(Path directory) throws IOException {
    return Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
  }

  /** Creates a directory with mode 700 and a unique name that begins with the prefix. */
  static Path createUniqueDirectory(Path parent, String prefix) throws IOException {
    return Files.createTempDirectory(parent, prefix, OWNER_ONLY_DIRECTORY);
  }

  /** Replaces the file in one step by one of mode 600. */
  static void write(Path file, String content) throws IOException {
    Path staged =
        Files.createTempFile(file.getParent(), file.getFileName().toString(), "", OWNER_ONLY_FILE);
    Files.writeString(staged, content, UTF_8);
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns a new password of 192 random bits in hexadecimal digits. */
  static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Deletes a file, or a directory with its contents; links are not followed. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    }
  }
}
