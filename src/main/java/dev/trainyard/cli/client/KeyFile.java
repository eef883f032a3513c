package dev.trainyard.cli.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds an API key and nothing else. */
public final class KeyFile {
  private static final long LARGEST = 16_384;

  private KeyFile() {}

  /**
   * Reads the key.
   *
   * @throws ServiceException when there is none, or other users may read it
   */
  public static String read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw wrong(file, "is too large for a key");
      }
      if (Files.isRegularFile(file)) {
        Profiles.requirePrivate(file, "it holds an API key");
      }
      String key = Files.readString(file).strip();
      if (key.isEmpty()) {
        throw wrong(file, "is empty");
      }
      return Target.checked(key);
    } catch (NoSuchFileException e) {
      throw wrong(file, "does not exist");
    } catch (IOException e) {
      throw wrong(file, "cannot be read: " + e.getMessage());
    }
  }

  private static ServiceException wrong(Path file, String reason) {
    return new ServiceException(ServiceException.USAGE, "%s %s.".formatted(file, reason));
  }
}
