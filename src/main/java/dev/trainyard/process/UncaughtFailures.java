package dev.trainyard.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a failure that ends a thread. */
final class UncaughtFailures implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UncaughtFailures.class);

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    OutOfMemory.endProcessIfCauseOf(failure);
    LOG.error("thread {} has ended", thread.getName(), failure);
  }
}
