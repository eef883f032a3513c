package dev.trainyard.api.route;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says why a file cannot be written, and what to do. */
final class WriteFailure {
  private static final String NOTHING = "nothing was written: ";

  private WriteFailure() {}

  /** Returns a text for whoever wanted to write the file. */
  static String words(String path, IOException failure) {
    String folder = path.substring(0, path.lastIndexOf('/'));
    if (failure instanceof AccessDeniedException) {
      return NOTHING
          + "the service may not write in %s; let its user do so, or edit the file on the machine"
              .formatted(folder);
    }
    if (failure instanceof NoSuchFileException) {
      return NOTHING + "%s is gone".formatted(folder);
    }
    String reason = reason(failure);
    return reason != null && reason.toLowerCase(Locale.ROOT).contains("read-only")
        ? NOTHING
            + "the file system of %s is read-only; edit the file where it comes from"
                .formatted(folder)
        : NOTHING + "%s cannot be written: %s".formatted(path, reason == null ? "unknown" : reason);
  }

  private static @Nullable String reason(IOException failure) {
    return failure instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : failure.getMessage();
  }
}
