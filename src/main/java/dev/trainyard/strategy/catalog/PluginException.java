package dev.trainyard.strategy.catalog;

import dev.trainyard.text.FileProblem;
import java.nio.file.Path;

/** The code of a jar failed, or gave what cannot be used. */
final class PluginException extends RuntimeException {
  private final transient Path jar;

  /**
   * @param jar file of the jar
   * @param message one line that says what failed and why
   */
  PluginException(Path jar, String message, Throwable cause) {
    super(message, cause);
    this.jar = jar;
  }

  /** The same with the name of the jar. */
  FileProblem problem() {
    return FileProblem.ofFile(jar.toString(), getMessage());
  }
}
