package dev.trainyard.strategy.file;

import java.util.List;
import java.util.stream.Collectors;

/** The strategy files cannot be used; the message names each mistake with its file and line. */
public final class StrategyFileException extends RuntimeException {
  private final transient List<Problem> problems;

  public StrategyFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All mistakes found. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One mistake.
   *
   * @param file path of the file, as it was given
   * @param line line from 1; 0 when the file as a whole is meant
   * @param column column from 1; 0 when the line as a whole is meant
   * @param message what is wrong and what is allowed
   */
  public record Problem(String file, int line, int column, String message) {

    /** A problem of a line, or of a file as a whole. */
    public Problem(String file, int line, String message) {
      this(file, line, 0, message);
    }

    @Override
    public String toString() {
      String place = (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
      return file + place + ": " + message;
    }
  }
}
