package dev.trainyard.text;

/**
 * A mistake in a file that users edit.
 *
 * @param file path of the file, for messages
 * @param line line from 1; 0 for the whole file
 * @param column column from 1; 0 for the whole line
 * @param message what is wrong and what is allowed
 */
public record FileProblem(String file, int line, int column, String message) {

  /** Returns a problem of a whole file. */
  public static FileProblem ofFile(String file, String message) {
    return new FileProblem(file, 0, 0, message);
  }

  /** Returns a problem of a whole line. */
  public static FileProblem ofLine(String file, int line, String message) {
    return new FileProblem(file, line, 0, message);
  }

  /** Returns the same problem with another name for the file. */
  public FileProblem in(String otherName) {
    return new FileProblem(otherName, line, column, message);
  }

  /** Formats as {@code file:line:column: message}, as editors and compilers write it. */
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
