package dev.trainyard.strategy.catalog;

import dev.trainyard.text.FileProblem;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when the code of a jar fails, or returns something that cannot be used. */
final class PluginException extends RuntimeException {
  private final transient Path jar;

  /**
   * @param jar file of the jar
   * @param message one line that says what failed and why
   */
  PluginException(Path jar, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.jar = jar;
  }

  /** Returns the failure as a problem of the jar. */
  FileProblem problem() {
    return FileProblem.ofFile(
        jar.toString(), Objects.requireNonNull(getMessage(), "a failure without words"));
  }
}
