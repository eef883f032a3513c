package dev.trainyard.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Data directories for tests. */
final class TestDataDirectory {

  private TestDataDirectory() {}

  /**
   * Creates an empty directory that shares the unpacked programs with the others: unpacking takes
   * seconds.
   */
  static Path create(Path parent) throws IOException {
    Path directory = Files.createTempDirectory(parent.toRealPath(), "data 'of' ");
    Path programs = Files.createDirectories(Path.of("target", "embedded-programs"));
    Files.createSymbolicLink(directory.resolve("bin"), programs.toRealPath());
    return directory;
  }

  /** Returns the servers that run on it, whatever their programs. */
  static List<ProcessHandle> servers(Path directory) {
    return Stream.of(
            " -D " + directory.resolve("postgres") + " ", directory.resolve("redis/redis.conf"))
        .flatMap(files -> new ServerProcess("", files.toString()).find().stream())
        .toList();
  }
}
