package dev.trainyard.text;

import java.util.Optional;

/** What a file that users edit holds: a text, or none, and then why. */
public sealed interface FileText {

  /** A file's text. */
  static FileText of(String value) {
    return new Text(value);
  }

  /** The text; empty when the file is none. */
  Optional<String> text();

  /**
   * A text.
   *
   * @param value the characters of the file
   */
  record Text(String value) implements FileText {
    @Override
    public Optional<String> text() {
      return Optional.of(value);
    }
  }

  /**
   * Says why a file is no text. It equals another only while the file stays as it is.
   *
   * @param line line from 1; 0 when the file as a whole is meant
   * @param column column from 1; 0 when the file as a whole is meant
   * @param message what is wrong and what is allowed
   * @param fingerprint is another whenever the content of the file is
   */
  record Unreadable(int line, int column, String message, String fingerprint) implements FileText {
    @Override
    public Optional<String> text() {
      return Optional.empty();
    }

    /** The same for messages, with the name of the file. */
    public FileProblem problem(String file) {
      return new FileProblem(file, line, column, message);
    }
  }
}
