package dev.trainyard.strategy.catalog;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;

/** Runs the code of a jar, and reports whatever it throws with the name of the jar. */
final class PluginCode {
  private final Path jar;

  /**
   * @param jar file whose code runs
   */
  PluginCode(Path jar) {
    this.jar = jar;
  }

  /** Returns the name of a jar's class loader, which stack traces show. */
  static String loaderName(Path jar) {
    return "plugin " + jar.getFileName();
  }

  /**
   * Runs the code.
   *
   * @param failure beginning of the message when it fails, such as {@code create failed}
   * @throws PluginException for everything that it throws, errors included, except those after
   *     which the process cannot continue; a stack overflow is not one of these, since it ends with
   *     the call
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

  /** Creates a refusal of the code's result. */
  PluginException refusal(String message) {
    return new PluginException(jar, message, null);
  }

  /** Returns what the code threw; the JDK wraps exceptions of constructors and initializers. */
  private static Throwable reason(Throwable thrown) {
    Throwable reason = thrown;
    while ((reason instanceof ServiceConfigurationError
            || reason instanceof ExceptionInInitializerError)
        && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason;
  }

  /** Describes the reason on one line, with the line of the jar's source that threw it. */
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
