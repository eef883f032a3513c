package dev.trainyard.process;

import org.jspecify.annotations.Nullable;

/**
 * Ends the process when it has run out of memory: whichever thread the error struck, nothing in the
 * process can be trusted afterwards. The leases bring its jobs to another worker.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} does the same, with the same exit status, before any of
 * our code sees the error. This class covers processes started without it, and errors thrown by
 * Java code, such as those of direct buffers.
 */
public final class OutOfMemory {

  /** Exit status of a process that ran out of memory, the same as with the JVM's own option. */
  public static final int EXIT_STATUS = 3;

  /** Longer chains of causes are cyclic. */
  private static final int MAX_CAUSES = 100;

  private OutOfMemory() {}

  /**
   * Halts the process, without running shutdown hooks, when a failure is an {@link
   * OutOfMemoryError} or was caused by one; a database driver or a route may have wrapped it.
   *
   * @param failure may be null
   */
  public static void endProcessIfCauseOf(@Nullable Throwable failure) {
    if (isCauseOf(failure)) {
      try {
        System.err.println(
            "Trainyard ends: it has run out of memory. Its jobs go on in the next process; give it more with -Xmx, or"
                + " fewer slots.");
      } finally {
        Runtime.getRuntime().halt(EXIT_STATUS);
      }
    }
  }

  static boolean isCauseOf(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
