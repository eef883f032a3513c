package dev.trainyard.strategy.file;

import dev.trainyard.text.FileProblem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when the strategy files cannot be used; the message names each mistake with its file and
 * line.
 */
public final class StrategyFileException extends RuntimeException {
  private final transient List<FileProblem> problems;

  /**
   * Creates a refusal.
   *
   * @param problems all mistakes, at least one
   */
  public StrategyFileException(List<FileProblem> problems) {
    super(problems.stream().map(FileProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Returns all mistakes found. */
  public List<FileProblem> problems() {
    return problems;
  }
}
