package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory of the embedded servers' data, locked for one living process.
 *
 * <p>The operating system holds the lock, and releases it when the process ends, however that
 * happens. The holder may treat any server that still runs on this directory as a leftover.
 */
final class DataDirectory implements AutoCloseable {

  private static final String LOCK_FILE = "trainyard.lock";
  private static final int MAX_PID = 20;

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the directory if it is missing, and locks it.
   *
   * @throws StartupRefusedException when it cannot be made or written, or another process holds it
   */
  static DataDirectory open(Path directory) {
    try {
      Path path = PrivateFiles.createDirectories(directory.toAbsolutePath()).toRealPath();
      FileChannel channel = FileChannel.open(path.resolve(LOCK_FILE), CREATE, READ, WRITE);
      try {
        lock(channel, path);
      } catch (IOException | StartupRefusedException e) {
        closeQuietly(channel, e);
        throw e;
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  private static void lock(FileChannel channel, Path path) throws IOException {
    boolean locked;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      locked = false;
    }
    if (!locked) {
      throw new InUseException(
          ("The data directory %s is in use by the running Trainyard with process id %s. Stop that one, or choose"
                  + " another directory with --%s=.")
              .formatted(path, readPid(channel), ServerSettings.DATA_DIRECTORY));
    }
    channel.truncate(0);
    channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())), 0);
  }

  private static String readPid(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(MAX_PID);
    channel.read(pid, 0);
    return UTF_8.decode(pid.flip()).toString().strip();
  }

  private static StartupRefusedException notWritable(Path directory, IOException e) {
    Path path = directory.toAbsolutePath().normalize();
    String reason =
        Files.exists(path) && !Files.isDirectory(path)
            ? "it is not a directory"
            : e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    return new StartupRefusedException(
        "The data directory %s cannot be written (%s). Make it writable, or choose another with --%s=."
            .formatted(path, reason, ServerSettings.DATA_DIRECTORY),
        StartupRefusedException.EX_CONFIG,
        e);
  }

  private static void closeQuietly(FileChannel channel, Exception refusal) {
    try {
      channel.close();
    } catch (IOException e) {
      refusal.addSuppressed(e);
    }
  }

  /**
   * Returns the absolute path, without links, as it appears in the command lines of the servers.
   */
  Path path() {
    return path;
  }

  /**
   * Releases the lock. The lock file stays, because removing it would let two processes lock two
   * files.
   */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  /** Another process holds the directory. */
  static final class InUseException extends StartupRefusedException {
    private static final long serialVersionUID = 1L;

    InUseException(String message) {
      super(message, EX_UNAVAILABLE);
    }
  }
}
