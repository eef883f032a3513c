package dev.trainyard.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.strategy.file.StrategyFiles;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The files on disk that this process runs: its route files, strategy files, schedules and
 * exchanges.
 */
@Component
public class EditedFiles {
  private static final String PATTERN = "camel.main.routes-include-pattern";
  private static final String FILE = "file:";

  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final Home home;
  private final List<RouteFiles.Place> routes;

  EditedFiles(Home home, Environment environment) {
    this.home = home;
    this.routes =
        Arrays.stream(environment.getRequiredProperty(PATTERN).split(",", -1))
            .map(EditedFiles::place)
            .toList();
  }

  /**
   * Reads one entry of Camel's pattern that Trainyard writes: a directory and the ending of file
   * names.
   */
  private static RouteFiles.Place place(String pattern) {
    Path path = Path.of(pattern.strip().replaceFirst("^" + FILE, "")).toAbsolutePath().normalize();
    return new RouteFiles.Place(
        Objects.requireNonNull(path.getParent(), "a pattern without a directory"),
        path.getFileName().toString().replace("*", ""));
  }

  /** Returns the directory that names are relative to. */
  public Path home() {
    return home.directory();
  }

  /**
   * Reads the files as they are now.
   *
   * @throws IOException when they cannot be read
   */
  public Snapshot read() throws IOException {
    return new Snapshot(
        RouteFiles.read(home.directory(), routes),
        RouteFiles.read(
            home.directory(),
            List.of(new RouteFiles.Place(home.strategies(), StrategyFiles.ENDING))),
        RouteFiles.read(
            home.directory(), List.of(new RouteFiles.Place(home.schedules(), Home.SCHEDULE_FILE))),
        RouteFiles.read(
            home.directory(), List.of(new RouteFiles.Place(home.exchanges(), Home.EXCHANGE_FILE))));
  }

  /** Returns whether a file, also behind links, is below the home. */
  public boolean isInHome(String name) {
    try {
      return home.directory().resolve(name).toRealPath().startsWith(home.directory().toRealPath());
    } catch (IOException vanished) {
      return false;
    }
  }

  /**
   * Writes files, each atomically: whoever reads one meanwhile, and whoever starts after a crash,
   * finds its former content or the new one. What a crash leaves is a hidden file that nobody
   * reads.
   *
   * @param texts text by name; null for a file to delete
   * @throws IOException when a file cannot be written, or its new content is not text; nothing is
   *     written in the second case
   */
  public void write(Map<String, @Nullable FileText> texts) throws IOException {
    for (Map.Entry<String, @Nullable FileText> file : texts.entrySet()) {
      if (file.getValue() instanceof FileText.Unreadable unreadable) {
        throw new IOException("cannot be written: " + unreadable.problem(file.getKey()));
      }
    }
    for (Map.Entry<String, @Nullable FileText> file : texts.entrySet()) {
      Path path = home.directory().resolve(file.getKey());
      FileText text = file.getValue();
      if (text == null) {
        Files.deleteIfExists(path);
        continue;
      }
      Path target = target(path);
      Path written = target.resolveSibling(".trainyard-" + UUID.randomUUID());
      try {
        store(written, text.text().orElseThrow());
        if (Files.exists(target)) {
          Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(target));
        }
        move(written, target);
      } finally {
        Files.deleteIfExists(written);
      }
    }
  }

  /** Writes a new file, on the disk too: it may take the place of another only when it is whole. */
  private static void store(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Returns the file to write: the target of a link, so that the link stays. */
  private static Path target(Path path) throws IOException {
    Path target = path;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemException(path.toString(), null, "links to itself");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
