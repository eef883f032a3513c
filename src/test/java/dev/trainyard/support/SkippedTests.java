package dev.trainyard.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes down the tests that were not run though they were selected: those that are disabled, and
 * those that an assumption ended. The build ends when there are any. A listener cannot end it by
 * itself, as JUnit only logs what one throws.
 */
public final class SkippedTests implements TestExecutionListener {
  private final Path list;

  /** Writes to the file that the build looks at; Maven runs tests in the project's directory. */
  public SkippedTests() {
    this(Path.of("target", "skipped-tests.txt"));
  }

  /**
   * @param list file to which a line is added for each skipped test
   */
  SkippedTests(Path list) {
    this.list = list;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      add(test, result.getThrowable().map(Throwable::getMessage).orElse("an assumption"));
    }
  }

  private synchronized void add(TestIdentifier test, String reason) {
    String where =
        String.join(
            " ",
            UniqueId.parse(test.getUniqueId()).getSegments().stream()
                .skip(1)
                .map(UniqueId.Segment::getValue)
                .toList());
    try {
      Files.createDirectories(list.toAbsolutePath().getParent());
      Files.write(
          list,
          List.of("%s %s: %s".formatted(where, test.getDisplayName(), reason)),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
