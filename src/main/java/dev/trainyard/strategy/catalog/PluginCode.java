package dev.trainyard.strategy.catalog;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;

/** Runs the code of a jar: whatever it throws is told with the name of the jar. */
final class PluginCode {
  private final Path jar;

  /**
   * @param jar file whose code runs
   */
  PluginCode(Path jar) {
    this.jar = jar;
  }

  /** Name of the class loader of a jar; stack traces show it. */
  static String loaderName(Path jar) {
    return "plugin " + jar.getFileName();
  }

  /**
   * Runs some code.
   *
   * @param failure beginning of the message when it fails, such as {@code create failed}
   * @throws PluginException for all that it throws, errors included, except those after which the
   *     process cannot go on; an endless recursion ends with the call, so it is not among these
   */
  <T> T run(String failure, Callable<T> code) {
    try {
      return code.call();
    } catch (Throwable thrown) {
      Throwable reason = reason(thrown);
      if (reason instanceof VirtualMachineError fatal && !(reason instanceof StackOverflowError)) {
        throw fatal;
      }
      throw new PluginException(jar, failure + ": " + describe(reason), reason);
    }
  }

  /** Refuses what the code gave. */
  PluginException refusal(String message) {
    return new PluginException(jar, message, null);
  }

  /** What the code threw: the JDK wraps that of constructors and initializers. */
  private static Throwable reason(Throwable thrown) {
    Throwable reason = thrown;
    while ((reason instanceof ServiceConfigurationError
            || reason instanceof ExceptionInInitializerError)
        && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason;
  }

  /** On one line, with the line of the jar's source that threw it. */
  private String describe(Throwable reason) {
    String text = reason.toString().replaceAll("\\s+", " ").strip();
    return Arrays.stream(reason.getStackTrace())
        .filter(frame -> loaderName(jar).equals(frame.getClassLoaderName()))
        .findFirst()
        .map(
            frame ->
                "%s, thrown in %s.%s (%s:%d)"
                    .formatted(
                        text,
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber()))
        .orElse(text);
  }
}
