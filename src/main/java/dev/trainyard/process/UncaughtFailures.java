package dev.trainyard.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a failure that ends a thread, and ends the process when memory has run out. */
final class UncaughtFailures implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UncaughtFailures.class);

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    OutOfMemory.endProcessIfCauseOf(failure);
    LOG.error("thread {} has ended", thread.getName(), failure);
  }
}
