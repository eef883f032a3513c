package dev.trainyard.files;

/**
 * A mistake in a file that users edit.
 *
 * @param file path of the file, relative to the home when it is below it
 * @param line line from 1; 0 when the file as a whole is meant
 * @param column column from 1; 0 when the line as a whole is meant
 * @param message what is wrong and what is allowed
 */
public record RouteProblem(String file, int line, int column, String message) {

  /** {@code file:line:column: message}, as editors and compilers write it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    return text.append(": ").append(message).toString();
  }
}
