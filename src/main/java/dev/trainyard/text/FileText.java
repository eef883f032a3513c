package dev.trainyard.text;

import java.util.Optional;

/** The content of an edited file: a text, or the reason why it has none. */
public sealed interface FileText {

  /** Returns the content of a file that is text. */
  static FileText of(String value) {
    return new Text(value);
  }

  /** Returns the text; empty when the file is not text. */
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
   * The reason why a file is not text, which changes whenever the file changes.
   *
   * @param line line from 1; 0 for the whole file
   * @param column column from 1; 0 for the whole file
   * @param message what is wrong and what is allowed
   * @param fingerprint changes with the content of the file
   */
  record Unreadable(int line, int column, String message, String fingerprint) implements FileText {
    @Override
    public Optional<String> text() {
      return Optional.empty();
    }

    /** Returns the reason as a problem of the named file. */
    public FileProblem problem(String file) {
      return new FileProblem(file, line, column, message);
    }
  }
}
