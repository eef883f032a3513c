package dev.trainyard.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes down how long each test class took, with what it set up. The build shows the slowest: a
 * suite gets slow by one class at a time.
 */
public final class TestTimes implements TestExecutionListener {
  private static final Path LIST = Path.of("target", "test-times.txt");
  private static final double NANOS = 1e9;

  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isClass(test)) {
      begun.put(test.getUniqueId(), System.nanoTime());
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Long begin = begun.remove(test.getUniqueId());
    if (begin == null) {
      return;
    }
    String name = ((ClassSource) test.getSource().orElseThrow()).getClassName();
    // Of one width, since the build sorts the lines as text
    String line =
        String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - begin) / NANOS, name);
    try {
      Files.createDirectories(LIST.toAbsolutePath().getParent());
      Files.write(LIST, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isClass(TestIdentifier test) {
    return test.isContainer()
        && test.getSource().filter(ClassSource.class::isInstance).isPresent()
        && !test.getUniqueId().contains("[nested-class:");
  }
}
